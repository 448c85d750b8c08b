import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';

/** The instance's address as others see it, without a final slash: the configured one, else the one listened on. */
@Injectable()
export class GatewayAddress {
  private text: string;

  constructor(@Inject(ENV) private readonly env: Env) {
    this.text = env.publicUrl ?? `http://localhost:${String(env.port)}`;
  }

  /** Ready to be put before a path. */
  get value(): string {
    return this.text;
  }

  /** Learns where the process listens, which the configuration may leave open. */
  listening(url: string): void {
    this.text = this.env.publicUrl ?? url;
  }
}
