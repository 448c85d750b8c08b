import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';

const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

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
    const { host } = this.env;
    const name = EVERY_ADDRESS.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    return `http://${name}:${port}`;
  }
}
