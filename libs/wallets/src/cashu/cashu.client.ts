import { walletBounds } from '../wallet-bounds.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  Rejected,
  Unavailable,
  type WalletError,
} from '../wallet-errors.js';
import type { BudgetLane } from '../call-budget.js';
import type { WalletAnswer, WalletHttp } from '../wallet-http.js';
import type { CallLimits } from '../wallet-provider.js';
import { readComplaint, readMint, readQuote, type CashuMint, type CashuQuote } from './cashu.types.js';

/** What is asked of a mint: a quote for whole satoshis, locked to a key. */
export interface CashuQuoteRequest {
  readonly amount: number;
  readonly unit: 'sat';
  readonly description?: string;
  readonly pubkey: string;
}

/** What the protocol's error codes mean here (its `error codes`); of the codes beyond these nothing follows. */
const CODES: Readonly<Record<number, () => WalletError>> = {
  11006: () => new Rejected('amount'),
  11013: () => new Rejected('request'),
  20003: () => new Unavailable(walletBounds.unavailableSeconds),
  20009: () => new Rejected('request'),
  30001: () => new CredentialInvalid(),
  30002: () => new CredentialInvalid(),
  31001: () => new CredentialInvalid(),
  31002: () => new CredentialInvalid(),
};
/** Some mints take no description and say so, without a code of its own. */
const NO_DESCRIPTION = /description/i;
const REFUSED: readonly number[] = [400, 404, 422];

type Call = Pick<CallLimits, 'signal'>;

/** Speaks with one mint: quotes for tokens, never the minting of them. */
export class CashuClient {
  constructor(private readonly http: WalletHttp) {}

  /** Asks for a quote; every call makes another one. */
  async requestQuote(request: CashuQuoteRequest, call: Call): Promise<CashuQuote> {
    const path = '/v1/mint/quote/bolt11';
    const answer = await this.http.call({ lane: 'create', method: 'POST', path, json: request }, call);
    return readQuote(demandSuccess(answer).json());
  }

  /** A quote; null if the mint does not have it. */
  async findQuote(quote: string, call: Call): Promise<CashuQuote | null> {
    const path = `/v1/mint/quote/bolt11/${encodeURIComponent(quote)}`;
    const answer = await this.http.call({ lane: 'look-up', method: 'GET', path }, call);
    // Mints have no code for a quote that they do not know.
    if (REFUSED.includes(answer.status) && !(readComplaint(answer.jsonOrNull()).code in CODES)) return null;
    return readQuote(demandSuccess(answer).json());
  }

  /** What the mint says of itself. */
  async mint(lane: BudgetLane, call: Call): Promise<CashuMint> {
    const answer = await this.http.call({ lane, method: 'GET', path: '/v1/info' }, call);
    return readMint(demandSuccess(answer).json());
  }
}

function demandSuccess(answer: WalletAnswer): WalletAnswer {
  if (answer.isSuccess) return answer;
  throw answer.failure() ?? complaintOf(answer);
}

function complaintOf(answer: WalletAnswer): WalletError {
  if (!REFUSED.includes(answer.status)) return new ProtocolViolation(`status ${answer.status}`);
  const { code, detail } = readComplaint(answer.jsonOrNull());
  const known = CODES[code];
  if (known !== undefined) return known();
  return new Rejected(NO_DESCRIPTION.test(detail) ? 'description' : 'request');
}
