import { Injectable } from '@nestjs/common';
import { SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { TransactionClient } from '@turnpike/database';
import { Mailbox } from '@turnpike/mail';
import { FirstKeys, Merchants, normalEmail, Plans } from '@turnpike/merchants';
import type { MerchantRecord } from '@turnpike/merchants';
import { EmailTaken, SignupEmailMismatch } from '@turnpike/problems';
import { paidSignUpLetter } from './letters.js';
import { newMerchant } from './new-merchant.js';
import { holdPayment, PaidSignUpRepository, putPaidSignUp } from './paid-sign-up.repository.js';
import type { PaidSignUpRow } from './paid-sign-up.repository.js';
import { hasUser, UserRepository } from './user.repository.js';

/** A merchant that a payment has made, with its keys if they are shown by this. */
export interface PaidMerchant {
  readonly merchant: MerchantRecord;
  readonly apiKey: string | null;
  readonly testApiKey: string | null;
}

/** Who is to be a merchant for a payment. */
export interface PaidWish {
  readonly email: string;
  readonly name: string | null;
  /** Our address, as the letter is to name it. */
  readonly publicUrl: string;
}

/**
 * Makes a merchant for a paid challenge: one, however often and however many at once it is sent. The keys are shown again only
 * as new ones, in place of keys that nobody has used; after their first use never. Nothing shows whose the address is, so its
 * holder is told by a letter.
 */
@Injectable()
export class PaidSignUp {
  constructor(
    private readonly repository: PaidSignUpRepository,
    private readonly users: UserRepository,
    private readonly merchants: Merchants,
    private readonly keys: FirstKeys,
    private readonly plans: Plans,
    private readonly mailbox: Mailbox,
    private readonly clock: Clock,
  ) {}

  /** Throws `EmailTaken` if the address is registered, as a merchant's or a member's. */
  async requireFree(email: string): Promise<void> {
    const wanted = normalEmail(email);
    const [merchant, user] = await Promise.all([
      this.merchants.findByEmail(wanted),
      this.users.findByEmail(wanted),
    ]);
    if (merchant !== null || user !== null) throw new EmailTaken();
  }

  /**
   * The merchant of a payment that was verified. Throws `SignupEmailMismatch` if it made one with another address, and
   * `EmailTaken`, so that it can be sent again with another address, if this one is registered.
   */
  async run(paymentHash: string, wish: PaidWish, by: Author = SYSTEM): Promise<PaidMerchant> {
    const email = normalEmail(wish.email);
    const hash = new Uint8Array(Buffer.from(paymentHash, 'hex'));
    const paid = await this.repository.transaction(async (tx) => {
      const before = await holdPayment(tx, hash);
      if (before === null) return this.make(tx, hash, { ...wish, email }, by);
      if (before.email !== email) throw new SignupEmailMismatch();
      return this.again(tx, hash, before, by);
    });
    this.mailbox.sendSoon();
    await this.keys.announce(paid.merchantId);
    const { merchantId, ...keys } = paid;
    return { merchant: await this.merchants.get(merchantId), ...keys };
  }

  private async make(
    tx: TransactionClient,
    hash: Uint8Array<ArrayBuffer>,
    { email, name, publicUrl }: PaidWish,
    by: Author,
  ) {
    const now = this.clock.now();
    if (await hasUser(tx, email)) throw new EmailTaken();
    const who = { name: name ?? email.split('@')[0] ?? email, email };
    const made = await this.merchants.createWithin(tx, newMerchant('l402', who, this.plans), by);
    const { merchantId } = made.merchant;
    const row = { email, merchantId, liveKeyId: made.apiKeyId, testKeyId: made.testApiKeyId };
    await putPaidSignUp(tx, hash, row, now);
    await this.mailbox.write(tx, paidSignUpLetter(email, `${publicUrl}/dashboard/sign-in`));
    return { merchantId, apiKey: made.apiKey, testApiKey: made.testApiKey };
  }

  private async again(
    tx: TransactionClient,
    hash: Uint8Array<ArrayBuffer>,
    before: PaidSignUpRow,
    by: Author,
  ) {
    const { merchantId, liveKeyId, testKeyId } = before;
    const fresh = await this.keys.replaceUnused(tx, merchantId, [liveKeyId, testKeyId], by);
    if (fresh === null) return { merchantId, apiKey: null, testApiKey: null };
    const row = { ...before, liveKeyId: fresh.live.id, testKeyId: fresh.test.id };
    await putPaidSignUp(tx, hash, row, this.clock.now());
    return { merchantId, apiKey: fresh.live.key, testApiKey: fresh.test.key };
  }
}
