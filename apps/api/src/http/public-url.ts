import { Inject, Injectable } from '@nestjs/common';
import { ENV, ownHost } from '@turnpike/config';
import type { Env } from '@turnpike/config';

/** Our address as others see it, without a final slash: the configured one, else the one listened on. */
@Injectable()
export class PublicUrl {
  private text: string;

  constructor(@Inject(ENV) private readonly env: Env) {
    this.text = env.publicUrl ?? this.listenedOn(env.port);
  }

  /** Ready to be put before a path. */
  get value(): string {
    return this.text;
  }

  /** Learns the port that was taken, which the configuration leaves open with 0. */
  listening(port: number): void {
    this.text = this.env.publicUrl ?? this.listenedOn(port);
  }

  private listenedOn(port: number): string {
    return `http://${ownHost(this.env.host)}:${port}`;
  }
}
