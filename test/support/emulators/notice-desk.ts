import type { Faults } from './faults.js';

/** A notice as it leaves a wallet. */
export interface OutgoingNotice {
  /** Null where nobody asked to be told. */
  readonly url: string | null;
  readonly raw: Buffer;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends an emulator's notices, once and without repeating it: to listeners, and by POST to addresses on this machine and
 * to no other. It knows the faults of notices but for the forged one, which is a matter of the signature.
 */
export class NoticeDesk {
  /** Every notice that went out, oldest first. */
  readonly sent: OutgoingNotice[] = [];
  private held: OutgoingNotice[] = [];
  private readonly listeners = new Set<(notice: OutgoingNotice) => void>();

  constructor(private readonly faults: Faults) {}

  /** Is told of every notice that goes out, until the answer is called. */
  onNotice(listener: (notice: OutgoingNotice) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Sends a notice, or keeps it if notices are to be late. */
  async send(notice: OutgoingNotice): Promise<void> {
    if (this.faults.lateWebhook) {
      this.held.push(notice);
      return;
    }
    await this.deliver(notice);
    if (this.faults.duplicateWebhook) await this.deliver(notice);
  }

  /** Sends the notices that were kept. */
  async release(): Promise<void> {
    const { held } = this;
    this.held = [];
    for (const notice of held) await this.deliver(notice);
  }

  private async deliver(notice: OutgoingNotice): Promise<void> {
    this.sent.push(notice);
    for (const listener of this.listeners) listener(notice);
    if (notice.url === null || !/^(127\.0\.0\.1|localhost)$/.test(new URL(notice.url).hostname)) return;
    const { headers, raw, url } = notice;
    // It is sent once: nobody hears of it if it fails.
    await fetch(url, { method: 'POST', headers: { ...headers }, body: new Uint8Array(raw) }).catch(
      () => null,
    );
  }
}
