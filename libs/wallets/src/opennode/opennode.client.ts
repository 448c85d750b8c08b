import { AnswerMembers } from '../answer-members.js';
import type { BudgetLane } from '../call-budget.js';
import { ProtocolViolation, Rejected, type RejectedMember } from '../wallet-errors.js';
import type { WalletAnswer, WalletHttp } from '../wallet-http.js';
import type { CallLimits } from '../wallet-provider.js';
import { readCharge, type OpenNodeCharge } from './opennode.types.js';

/** A charge to be made. */
export interface ChargeTerms {
  readonly amountSat: number;
  /** Empty: none is sent. */
  readonly description: string;
  readonly orderId: string;
  readonly callbackUrl: string | null;
  readonly ttlMinutes: number;
}

/** What OpenNode's messages say about a request it does not take; the first that fits counts. */
const REFUSALS: readonly (readonly [RegExp, RejectedMember])[] = [
  [/amount|minimum|maximum/i, 'amount'],
  [/description/i, 'description'],
  [/ttl|expir/i, 'expiry'],
];
const UNKNOWN_CHARGE = /not found|does(n't| not) exist|invalid (charge )?id/i;

/** OpenNode's API, as far as it makes charges and tells of them: transport and the table of its errors. */
export class OpenNodeClient {
  constructor(private readonly http: WalletHttp) {}

  /** Makes a charge with a BOLT 11 invoice. */
  async createCharge(terms: ChargeTerms, call: CallLimits): Promise<OpenNodeCharge> {
    const { amountSat, description, orderId, callbackUrl, ttlMinutes } = terms;
    const json = {
      amount: amountSat,
      ...(description === '' ? {} : { description }),
      order_id: orderId,
      ...(callbackUrl === null ? {} : { callback_url: callbackUrl }),
      ttl: ttlMinutes,
      auto_settle: false,
    };
    const request = { lane: 'create', method: 'POST', path: '/v1/charges', json } as const;
    return readCharge(success(await this.http.call(request, call)).json());
  }

  /** A charge; null if OpenNode knows none of that id. */
  async charge(id: string, call: CallLimits): Promise<OpenNodeCharge | null> {
    const answer = await this.get('look-up', `/v1/charge/${id}`, call);
    if (answer.status === 404) return null;
    if (answer.status === 400 && UNKNOWN_CHARGE.test(messageOf(answer))) return null;
    return readCharge(success(answer).json());
  }

  /** Whether the key may see withdrawals, which keys that only make charges may not; only a refusal says that it may not. */
  async seesWithdrawals(call: CallLimits): Promise<boolean> {
    const answer = await this.get('other', '/v1/withdrawals', call);
    if (answer.status === 429 || answer.status >= 500) success(answer);
    return answer.status !== 401 && answer.status !== 403;
  }

  private get(lane: BudgetLane, path: string, call: CallLimits): Promise<WalletAnswer> {
    return this.http.call({ lane, method: 'GET', path }, call);
  }
}

function success(answer: WalletAnswer): WalletAnswer {
  if (answer.isSuccess) return answer;
  const failure = answer.failure();
  if (failure !== null) throw failure;
  if (answer.status !== 400 && answer.status !== 422) throw new ProtocolViolation(`status ${answer.status}`);
  const message = messageOf(answer);
  throw new Rejected(REFUSALS.find(([pattern]) => pattern.test(message))?.[1] ?? 'request');
}

/** The text of `{"success": false, "message"}`; empty where there is none. */
function messageOf(answer: WalletAnswer): string {
  try {
    return AnswerMembers.of(answer.jsonOrNull()).textOrNull('message') ?? '';
  } catch {
    return '';
  }
}
