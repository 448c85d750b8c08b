import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { Transaction, TransactionClient } from '@turnpike/database';

/** A letter as it is stored: its text sealed. */
export interface SealedLetter {
  readonly recipient: string;
  readonly subject: string;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealedText: Uint8Array<ArrayBuffer>;
}

/** A stored letter. */
export interface StoredLetter extends SealedLetter {
  readonly id: bigint;
  readonly createdAt: Date;
  /** How often it was tried, this time included. */
  readonly attempts: number;
}

/** How many letters are not sent yet, and how many of them could not be when they were tried. */
export interface LetterCounts {
  readonly waiting: number;
  readonly failing: number;
}

const APPEND = `
INSERT INTO mail_outbox (recipient, subject, nonce, sealed_text, created_at, next_attempt_at)
VALUES ($1, $2, $3, $4, $5, $5)`;

/** The statements about letters. */
@Injectable()
export class MailOutboxRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** Adds a letter in the caller's transaction, of either kind, due at once. */
  async append(tx: TransactionClient | Transaction, letter: SealedLetter, now: Date): Promise<void> {
    if ('mailOutbox' in tx) {
      await tx.mailOutbox.create({
        data: { ...letter, createdAt: now, nextAttemptAt: now },
        select: { id: true },
      });
    } else {
      const { recipient, subject, nonce, sealedText } = letter;
      const values = [recipient, subject, nonce, sealedText, now];
      await tx.query({ name: 'mail-append', text: APPEND, values });
    }
  }

  /** Takes up to `max` letters that are due, oldest first; nobody else gets them until `until`. */
  async take(now: Date, until: Date, max: number): Promise<readonly StoredLetter[]> {
    return this.prisma.$queryRaw<StoredLetter[]>`
      UPDATE mail_outbox m SET next_attempt_at = ${until}, attempts = m.attempts + 1
      FROM (
        SELECT id FROM mail_outbox WHERE next_attempt_at <= ${now}
        ORDER BY next_attempt_at, id LIMIT ${max} FOR UPDATE SKIP LOCKED
      ) due
      WHERE m.id = due.id
      RETURNING m.id, m.recipient, m.subject, m.nonce, m.sealed_text AS "sealedText",
                m.created_at AS "createdAt", m.attempts`;
  }

  /** Takes a letter away that was sent, or cannot be. */
  async remove(id: bigint): Promise<void> {
    await this.prisma.mailOutbox.deleteMany({ where: { id } });
  }

  /** Has a letter tried again. */
  async postpone(id: bigint, nextAttemptAt: Date): Promise<void> {
    await this.prisma.mailOutbox.updateMany({ where: { id }, data: { nextAttemptAt } });
  }

  /** The letters before that one, newest first. */
  page(before: bigint | null, limit: number): Promise<readonly StoredLetter[]> {
    return this.prisma.mailOutbox.findMany({
      where: before === null ? {} : { id: { lt: before } },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  /** Counts the letters that wait. */
  async count(now: Date): Promise<LetterCounts> {
    // One that is being sent for the first time has been tried and has not failed.
    const [counts] = await this.prisma.$queryRaw<LetterCounts[]>`
      SELECT count(*)::int4 AS waiting,
             (count(*) FILTER (WHERE attempts > 1 OR (attempts = 1 AND next_attempt_at <= ${now})))::int4 AS failing
      FROM mail_outbox`;
    return counts ?? { waiting: 0, failing: 0 };
  }

  /** Deletes up to `limit` letters from before that moment; returns how many. */
  async prune(before: Date, limit: number): Promise<number> {
    return this.prisma.$executeRaw`
      DELETE FROM mail_outbox WHERE id IN (
        SELECT id FROM mail_outbox WHERE created_at < ${before} ORDER BY created_at LIMIT ${limit}
      )`;
  }
}
