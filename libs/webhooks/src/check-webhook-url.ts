import { Injectable } from '@nestjs/common';
import { AddressGuard, AddressRefusedError } from '@turnpike/outbound';
import { AddressRefused, ValidationFailed } from '@turnpike/problems';

/**
 * Reads the address of an endpoint: HTTPS, unless the operator allows the host, with no fragment, and none that can be
 * refused by its looks. Where its name leads is judged when a socket connects.
 */
@Injectable()
export class CheckWebhookUrl {
  constructor(private readonly guard: AddressGuard) {}

  /** The address as it is kept. Throws, by the name of the member that it came in, `ValidationFailed` or `AddressRefused`. */
  run(text: string, member = 'url'): string {
    const wrong = new ValidationFailed({ [member]: [`${member} must be an https address`] });
    // What else the guard lets through, such as web sockets, is no place for a request.
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw wrong;
    const url = new URL(text);
    url.hash = '';
    try {
      this.guard.checkUrl(url);
    } catch (error) {
      if (!(error instanceof AddressRefusedError)) throw error;
      if (error.refusal === 'scheme') throw wrong;
      throw new AddressRefused(member);
    }
    return url.href;
  }
}
