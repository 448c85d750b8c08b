import type { BudgetLane } from '../call-budget.js';
import { ProtocolViolation, Rejected, type RejectedMember, type WalletError } from '../wallet-errors.js';
import type { WalletAnswer, WalletHttp } from '../wallet-http.js';
import type { CallLimits } from '../wallet-provider.js';
import {
  readEclairInvoice,
  readEclairNode,
  readReceived,
  type EclairInvoice,
  type EclairNode,
  type EclairReceived,
} from './eclair.types.js';

/** What eclair's 400 complains about, by the names of form fields in its text. Other failures say nothing but "check logs". */
const COMPLAINTS: readonly (readonly [RegExp, RejectedMember])[] = [
  [/description/i, 'description'],
  [/amount/i, 'amount'],
  [/expire/i, 'expiry'],
];

type Call = Pick<CallLimits, 'signal'>;
type Form = Readonly<Record<string, string>>;

/** Speaks with one eclair: its calls, all of them forms sent by POST, and what its refusals mean. */
export class EclairClient {
  constructor(private readonly http: WalletHttp) {}

  /**
   * Makes an invoice. Null if eclair failed at it without saying why, as it does for a preimage that it has used: then
   * nothing was made by this call.
   */
  async createInvoice(form: Form, call: Call): Promise<EclairInvoice | null> {
    const answer = await this.post('create', '/createinvoice', form, call);
    return answer.status === 500 ? null : readEclairInvoice(demandSuccess(answer).json());
  }

  /** The invoice of that hash; null if eclair does not have it. */
  async findInvoice(paymentHash: string, call: Call): Promise<EclairInvoice | null> {
    const answer = await this.post('create', '/getinvoice', { paymentHash }, call);
    return answer.status === 404 ? null : readEclairInvoice(demandSuccess(answer).json());
  }

  /** What became of the invoice of that hash; null if eclair does not have it. */
  async findReceived(paymentHash: string, call: Call): Promise<EclairReceived | null> {
    const answer = await this.post('look-up', '/getreceivedinfo', { paymentHash }, call);
    return answer.status === 404 ? null : readReceived(demandSuccess(answer).json(), paymentHash);
  }

  /** What the node says of itself. */
  async node(call: Call): Promise<EclairNode> {
    return readEclairNode(demandSuccess(await this.post('other', '/getinfo', {}, call)).json());
  }

  private post(lane: BudgetLane, path: string, form: Form, call: Call): Promise<WalletAnswer> {
    return this.http.call({ lane, method: 'POST', path, form }, call);
  }
}

function demandSuccess(answer: WalletAnswer): WalletAnswer {
  if (answer.isSuccess) return answer;
  throw answer.failure() ?? complaintOf(answer);
}

function complaintOf(answer: WalletAnswer): WalletError {
  if (answer.status !== 400) return new ProtocolViolation(`status ${answer.status}`);
  const [, member] = COMPLAINTS.find(([text]) => text.test(answer.text.slice(0, 1_000))) ?? [];
  return new Rejected(member ?? 'request');
}
