import { Inject, Injectable } from '@nestjs/common';
import { Clock, ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import type { Transaction } from '@turnpike/database';
import { EventFollower } from '@turnpike/events';
import type { EventConsumer, StoredEvent } from '@turnpike/events';
import type { MerchantId } from '@turnpike/l402';
import { Mailbox } from '@turnpike/mail';
import { Merchants, Plans } from '@turnpike/merchants';
import { NotFound } from '@turnpike/problems';
import { memberBounds } from './member-bounds.js';
import { leftOutLetter, noticeLetter } from './owner-notice-letters.js';
import type { NoticeReader } from './owner-notice-letters.js';
import { ownerNotice } from './owner-notice.js';
import type { NoticeMatter, OwnerNotice } from './owner-notice.js';
import { holdTally, ownerAddresses, putTally, takeLeftOut } from './owner-notice.repository.js';
import type { LeftOutNotices, NoticeTally } from './owner-notice.repository.js';

const CONSUMER = 'owner_letters' satisfies EventConsumer;

/**
 * Writes letters to the owners of a merchant about what ends or stands still without them: its plan, a live key, the primary
 * wallet. The letters are written in the transaction that moves the cursor, so each owner has one for each event, whatever
 * dies when. Beyond a bound for each day and matter they are left out, counted, and summed up in one letter.
 */
@Injectable()
export class TellOwners {
  constructor(
    private readonly follower: EventFollower,
    private readonly pool: ColdPool,
    private readonly merchants: Merchants,
    private readonly plans: Plans,
    private readonly mailbox: Mailbox,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Pick<Env, 'publicUrl'>,
  ) {}

  /** One bounded batch of events. Returns how many that were; 0 as well while another process is at it. */
  async run(): Promise<number> {
    let told = 0;
    const count = await this.follower.follow(
      CONSUMER,
      memberBounds.noticeEventsPerBatchMax,
      async (transaction, events) => {
        for (const event of events) told += Number(await this.take(transaction, event));
      },
    );
    if (told > 0) this.mailbox.sendSoon();
    return count ?? 0;
  }

  /** Sums up what was left out before today, for a batch of merchants; returns for how many. */
  async sumUp(): Promise<number> {
    const { noticeSumsPerBatchMax } = memberBounds;
    const count = await this.pool.withTransaction(async (transaction) => {
      const leftOut = await takeLeftOut(transaction, this.today(), noticeSumsPerBatchMax);
      for (const one of leftOut) await this.tellLeftOut(transaction, one);
      return leftOut.length;
    });
    if (count > 0) this.mailbox.sendSoon();
    return count;
  }

  private async take(transaction: Transaction, event: StoredEvent): Promise<boolean> {
    const notice = ownerNotice(event, (id) => this.planName(id));
    if (notice === null) return false;
    const { merchantId } = event;
    const readers = await this.readers(transaction, merchantId, notice.matter);
    if (readers.length === 0) return false;
    const tally = await this.tallyOfToday(transaction, merchantId, notice.matter);
    const { ownerNoticesPerDayMax } = memberBounds;
    const isLeftOut = tally.told >= ownerNoticesPerDayMax;
    const told = isLeftOut
      ? { ...tally, leftOut: tally.leftOut + 1, lastLeftOut: notice.subject }
      : { ...tally, told: tally.told + 1 };
    await putTally(transaction, merchantId, notice.matter, told);
    if (!isLeftOut) await this.tell(transaction, readers, notice, told.told === ownerNoticesPerDayMax);
    return true;
  }

  private async tell(
    transaction: Transaction,
    readers: readonly NoticeReader[],
    notice: OwnerNotice,
    isLastOfDay: boolean,
  ): Promise<void> {
    for (const reader of readers) {
      await this.mailbox.write(transaction, noticeLetter(reader, notice, this.env.publicUrl, isLastOfDay));
    }
  }

  /** A new day begins with what the one before has left out. */
  private async tallyOfToday(
    transaction: Transaction,
    merchantId: MerchantId,
    matter: NoticeMatter,
  ): Promise<NoticeTally> {
    const held = await holdTally(transaction, merchantId, matter);
    const today = this.today();
    // The clock of another process may be a little ahead.
    if (held !== null && held.day >= today) return held;
    if (held !== null && held.lastLeftOut !== null) {
      const { day, leftOut, lastLeftOut } = held;
      await this.tellLeftOut(transaction, { merchantId, matter, day, leftOut, lastLeftOut });
    }
    return { day: today, told: 0, leftOut: 0, lastLeftOut: null };
  }

  private async tellLeftOut(transaction: Transaction, leftOut: LeftOutNotices): Promise<void> {
    const { merchantId, matter } = leftOut;
    for (const reader of await this.readers(transaction, merchantId, matter)) {
      await this.mailbox.write(transaction, leftOutLetter(reader, matter, leftOut, this.env.publicUrl));
    }
  }

  /** The owners as they are now. Nobody is written to about a merchant that the operator has shut. */
  private async readers(
    transaction: Transaction,
    merchantId: MerchantId,
    matter: NoticeMatter,
  ): Promise<readonly NoticeReader[]> {
    const merchant = await this.merchants.get(merchantId).catch(nullIfGone);
    if (merchant?.isActive !== true) return [];
    const { name: merchantName, email, isEmailUnconfirmed } = merchant;
    const owners = await ownerAddresses(transaction, merchantId);
    if (owners.length > 0) return owners.map((to) => ({ to, isOwner: true, merchantName }));
    // It may be a stranger's, who is not to be flooded with what a payer's wallet does.
    if (isEmailUnconfirmed && matter !== 'plan') return [];
    return [{ to: email, isOwner: false, merchantName }];
  }

  private planName(id: string): string {
    return this.plans.offered.find((plan) => plan.id === id)?.name ?? id;
  }

  private today(): string {
    return this.clock.now().toISOString().slice(0, 10);
  }
}

function nullIfGone(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}
