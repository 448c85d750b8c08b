import { Injectable } from '@nestjs/common';
import { AddressGuard, AddressRefusedError } from '@turnpike/outbound';
import { AddressRefused, ValidationFailed } from '@turnpike/problems';

/**
 * Reads the address of an upstream: http or https on port 80 or 443, a name, without user, query and fragment; what the
 * operator lists may be any. Where its name leads is judged when a socket connects.
 */
@Injectable()
export class CheckUpstream {
  constructor(private readonly guard: AddressGuard) {}

  /** The address as it is kept, without a final slash. Throws `ValidationFailed` or `AddressRefused`. */
  run(text: string, member = 'targetBaseUrl'): string {
    const wrong = new ValidationFailed({ [member]: [`${member} must be an http or https address`] });
    if (!URL.canParse(text)) throw wrong;
    const url = new URL(text);
    if (!/^https?:$/.test(url.protocol)) throw wrong;
    if (url.search !== '' || url.hash !== '')
      throw new ValidationFailed({ [member]: [`${member} must have no query and no fragment`] });
    try {
      this.guard.checkUpstream(url);
    } catch (error) {
      throw error instanceof AddressRefusedError ? new AddressRefused(member) : error;
    }
    return url.href.replace(/\/+$/, '');
  }

  /** Throws `ValidationFailed` where a secret would travel in the clear, unless the operator lists the host. */
  requireSafeFor(url: string, member = 'authValue'): void {
    try {
      this.guard.checkUrl(new URL(url));
    } catch (error) {
      if (!(error instanceof AddressRefusedError) || error.refusal !== 'scheme') throw error;
      throw new ValidationFailed({ [member]: [`${member} is sent to https addresses only`] });
    }
  }
}
