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

  /** The address as it is kept. Throws `ValidationFailed` or `AddressRefused`. */
  run(text: string): string {
    if (!URL.canParse(text)) throw new ValidationFailed({ url: ['url must be an https address'] });
    const url = new URL(text);
    url.hash = '';
    try {
      this.guard.checkUrl(url);
    } catch (error) {
      if (!(error instanceof AddressRefusedError)) throw error;
      if (error.refusal === 'scheme') throw new ValidationFailed({ url: ['url must be an https address'] });
      throw new AddressRefused('url');
    }
    // What sockets of the web speak is no request.
    if (!/^https?:$/.test(url.protocol))
      throw new ValidationFailed({ url: ['url must be an https address'] });
    return url.href;
  }
}
