import type { BudgetLane } from '../call-budget.js';
import { walletBounds } from '../wallet-bounds.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  Rejected,
  Unavailable,
  type WalletError,
} from '../wallet-errors.js';
import type { WalletAnswer } from '../wallet-http.js';
import type { CallLimits } from '../wallet-provider.js';
import type { LnurlOrigins } from './lnurl-origins.js';
import {
  readComplaint,
  readLnurlInvoice,
  readOffer,
  readVerdict,
  type LnurlInvoice,
  type LnurlOffer,
  type LnurlVerdict,
} from './lnurl.types.js';

/** What services complain about when asked for an invoice. Whatever else they say, it is they who cannot. */
const COMPLAINTS: readonly (readonly [RegExp, 'amount' | 'description'])[] = [
  [/comment/i, 'description'],
  [/amount|minimum|maximum|too (small|low|little|large|high|big|much)/i, 'amount'],
];
/** What they say of an address that is nobody's. */
const NOBODY =
  /\b(user(name)?|address|name|account|recipient|link)\b.{0,60}\b(not found|unknown|not exist)|\b(no such|unknown) (user(name)?|address|name|account)\b/i;

type Call = Pick<CallLimits, 'signal'>;

/** Speaks LNURL-pay (LUD-06, LUD-12, LUD-16, LUD-21) with the servers that one address leads to. */
export class LnurlClient {
  constructor(
    private readonly url: URL,
    private readonly origins: LnurlOrigins,
  ) {}

  /** What the address offers. Throws `CredentialInvalid` if there is no such address. */
  async offer(lane: BudgetLane, call: Call): Promise<LnurlOffer> {
    const answer = await this.get(lane, this.url, call);
    const complaint = readComplaint(answer.jsonOrNull());
    if (answer.status === 404 || (complaint !== null && NOBODY.test(complaint)))
      throw new CredentialInvalid();
    return readOffer(demandAnswer(answer, complaint));
  }

  /** An invoice over so many millisatoshis; every call makes another one. */
  async invoice(offer: LnurlOffer, amountMsat: bigint, comment: string, call: Call): Promise<LnurlInvoice> {
    const query = new URLSearchParams({ amount: String(amountMsat) });
    if (comment !== '') query.set('comment', comment);
    const url = new URL(offer.callback);
    // Appended as a text, because the callback's own query has to stay as it is.
    url.search = url.search === '' ? query.toString() : `${url.search}&${query.toString()}`;
    const answer = await this.get('create', url, call);
    const complaint = readComplaint(answer.jsonOrNull());
    const [, member] = COMPLAINTS.find(([text]) => complaint !== null && text.test(complaint)) ?? [];
    if (member !== undefined) throw new Rejected(member);
    return readLnurlInvoice(demandAnswer(answer, complaint));
  }

  /** The service's word on an invoice; null if it does not know it. */
  async verify(url: URL, call: Call): Promise<LnurlVerdict | null> {
    const answer = await this.get('look-up', url, call);
    const failure = answer.failure();
    if (failure !== null) throw failure;
    if (answer.status === 404 || readComplaint(answer.jsonOrNull()) !== null) return null;
    return readVerdict(demandAnswer(answer, null));
  }

  private get(lane: BudgetLane, url: URL, call: Call): Promise<WalletAnswer> {
    const path = `${url.pathname}${url.search}`;
    return this.origins.clientFor(url).call({ lane, method: 'GET', path }, call);
  }
}

function demandAnswer(answer: WalletAnswer, complaint: string | null): unknown {
  const failure: WalletError | null = answer.failure();
  if (failure !== null) throw failure;
  if (complaint !== null) throw new Unavailable(walletBounds.unavailableSeconds);
  if (!answer.isSuccess) throw new ProtocolViolation(`status ${answer.status}`);
  return answer.json();
}
