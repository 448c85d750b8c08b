import { type Mode } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { Injectable } from '@nestjs/common';

/** Tells whoever runs the instance that credentials worth money travel where anybody on the way can read them. */
@Injectable()
export class PlainHttpWarning {
  private given = false;

  constructor(private readonly logger: Logger) {}

  /** A challenge goes out over this protocol, as trusted proxies tell it; warns if it should not, once in a process. */
  sending(mode: Mode, protocol: string): void {
    if (this.given || mode !== 'live' || protocol === 'https') return;
    this.given = true;
    this.logger.warn(
      'a live challenge was sent over plain http: put TLS before the API and name its proxy in TRUSTED_PROXIES',
    );
  }
}
