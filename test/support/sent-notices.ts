import { OpenNodeEmulator } from './emulators/opennode-emulator.js';
import { PhoenixdEmulator } from './emulators/phoenixd-emulator.js';
import { StrikeEmulator } from './emulators/strike-emulator.js';
import { type NoticeSender } from './emulators/strike-notices.js';

/** A notice that a wallet has sent, wherever it went. */
export interface SentNotice {
  readonly url: string;
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The notices that an emulator has signed and sent since it was last asked; none for a kind that sends none. */
export async function sentNotices(itself: object): Promise<readonly SentNotice[]> {
  if (itself instanceof OpenNodeEmulator || itself instanceof PhoenixdEmulator)
    return itself.notices.sent.splice(0).map((notice) => ({ ...notice, url: notice.url ?? '' }));
  if (!(itself instanceof StrikeEmulator)) return [];
  const sent: SentNotice[] = [];
  const send: NoticeSender = (url, raw, headers) => {
    sent.push({ url, raw, headers });
    return Promise.resolve(200);
  };
  Reflect.set(itself.notices, 'send', send);
  await itself.deliver();
  return sent;
}
