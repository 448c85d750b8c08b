import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { appendAuditEntry } from '@turnpike/audit';
import type { AuditDetail, Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { Transaction, TransactionClient } from '@turnpike/database';
import { Logger } from '@turnpike/observability';
import { Sealer, UnsealError } from '@turnpike/secrets';
import { letterContext } from './letter-context.js';
import type { Letter, WaitingLetter } from './letter.js';
import { mailBounds } from './mail-bounds.js';
import { MailOutboxRepository } from './mail-outbox.repository.js';
import type { LetterCounts, StoredLetter } from './mail-outbox.repository.js';
import type { MailTransport } from './mail-transport.js';

/** The token of the transport, which may be null. */
export const MAIL_TRANSPORT = Symbol('mail transport');

const NONCE_BYTES = 16;

/**
 * Letters are written in the transaction of what they tell, their text sealed, and sent afterwards: at once if the server
 * takes them, else by the worker, until they are a week old. A letter may come twice, and none is lost. Without a server they
 * stay, for the operator to hand on.
 */
@Injectable()
export class Mailbox implements OnApplicationShutdown {
  private sending: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly repository: MailOutboxRepository,
    private readonly sealer: Sealer,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport | null,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Whether letters leave, or wait for the operator. */
  get kind(): 'smtp' | 'outbox' {
    return this.transport === null ? 'outbox' : 'smtp';
  }

  /** Writes a letter in the caller's transaction, of either kind. Call `sendSoon` after the commit. */
  async write(tx: TransactionClient | Transaction, { to, subject, text }: Letter): Promise<void> {
    const nonce = new Uint8Array(randomBytes(NONCE_BYTES));
    const sealed = this.sealer.seal(Buffer.from(text, 'utf8'), letterContext(nonce, to));
    const letter = { recipient: to, subject, nonce, sealedText: new Uint8Array(sealed) };
    await this.repository.append(tx, letter, this.clock.now());
  }

  /** Begins to send what waits, and does not wait for it. */
  sendSoon(): void {
    if (this.transport === null || this.closed) return;
    this.sending = this.sending
      .then(() => this.sendDue())
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'could not look for letters');
      });
  }

  /** Sends what is due, in bounded batches; what fails is due again later. */
  async sendDue(signal?: AbortSignal): Promise<void> {
    const { transport } = this;
    if (transport === null) return;
    for (
      let batch = 0;
      batch < mailBounds.batchesMax && !this.closed && signal?.aborted !== true;
      batch += 1
    ) {
      const now = this.clock.now();
      const until = new Date(now.getTime() + mailBounds.takenSeconds * 1000);
      const letters = await this.repository.take(now, until, mailBounds.batchMax);
      for (const letter of letters) await this.sendOne(transport, letter);
      if (letters.length < mailBounds.batchMax) return;
    }
  }

  /**
   * The letters that wait, newest first, before the one of this id, and whether there are more. Who reads any stands in the log
   * of changes before they do.
   */
  async page(
    before: bigint | null,
    limit: number,
    by: Author,
  ): Promise<{ readonly letters: readonly WaitingLetter[]; readonly isMore: boolean }> {
    const found = await this.repository.page(before, limit + 1);
    const letters = found.slice(0, limit);
    const [newest, oldest] = [letters.at(0), letters.at(-1)];
    if (newest !== undefined && oldest !== undefined) {
      const detail = { letters: letters.length, newest: String(newest.id), oldest: String(oldest.id) };
      await this.repository.transaction((tx) => this.noteReading(tx, by, detail));
    }
    return { letters: letters.map((letter) => this.shown(letter)), isMore: found.length > limit };
  }

  /** How many letters wait, and how many could not be sent. */
  count(): Promise<LetterCounts> {
    return this.repository.count(this.clock.now());
  }

  /** Deletes a batch of letters that are too old to be of use; returns how many. */
  prune(now: Date): Promise<number> {
    const before = new Date(now.getTime() - mailBounds.keptSeconds * 1000);
    return this.repository.prune(before, mailBounds.pruneBatchMax);
  }

  /** Waits for the letters under way. */
  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    await this.sending;
  }

  private noteReading(tx: TransactionClient, by: Author, detail: AuditDetail): Promise<void> {
    const at = this.clock.now();
    const change = { merchantId: null, mode: null, action: 'mail.read', target: null, detail, at } as const;
    return appendAuditEntry(tx, by, change);
  }

  private shown(letter: StoredLetter): WaitingLetter {
    const { id, recipient: to, subject, createdAt, attempts } = letter;
    const isKept = this.transport === null;
    const text = isKept ? (this.textOf(letter) ?? '(sealed under a key that is no longer configured)') : null;
    const state = isKept ? 'kept' : attempts === 0 ? 'waiting' : 'failing';
    return { id: id.toString(), to, subject, text, state, createdAt };
  }

  private async sendOne(transport: MailTransport, stored: StoredLetter): Promise<void> {
    const text = this.textOf(stored);
    try {
      if (text !== null) await transport.send({ to: stored.recipient, subject: stored.subject, text });
      await this.repository.remove(stored.id);
    } catch (error) {
      const seconds = Math.min(
        mailBounds.retrySeconds * 2 ** Math.min(stored.attempts - 1, 10),
        mailBounds.retrySecondsMax,
      );
      this.logger.warn({ err: error, letter: stored.id.toString(), seconds }, 'could not send a letter');
      await this.repository.postpone(stored.id, new Date(this.clock.now().getTime() + seconds * 1000));
    }
  }

  /** Null if it does not open any more. */
  private textOf({ nonce, recipient, sealedText }: StoredLetter): string | null {
    try {
      return this.sealer.open(sealedText, letterContext(nonce, recipient)).toString('utf8');
    } catch (error) {
      if (error instanceof UnsealError) return null;
      throw error;
    }
  }
}
