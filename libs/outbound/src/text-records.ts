import { Resolver } from 'node:dns';
import { Injectable } from '@nestjs/common';
import { outboundBounds } from './outbound-bounds.js';

/** Reads what stands in the DNS beside a name. */
@Injectable()
export class TextRecords {
  /** The TXT records of a name, each in one piece; none where there is no such name or nobody answers in time. */
  find(name: string, millis: number): Promise<readonly string[]> {
    const resolver = new Resolver({ timeout: outboundBounds.dnsMillis, tries: outboundBounds.dnsTries });
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolver.cancel(), millis);
      resolver.resolveTxt(name, (error, records) => {
        clearTimeout(timer);
        resolve(error === null ? records.map((parts) => parts.join('')) : []);
      });
    });
  }
}
