/** The key was refused (401). */
export class ContractAuthError extends Error {}

/** The plan does not allow it (403). */
export class ContractPlanError extends Error {
  constructor(
    message: string,
    readonly currentPlan: unknown,
  ) {
    super(message);
  }
}

/** Any other answer but 200, or one that lacks a member. */
export class ContractApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly body: unknown,
  ) {
    super(message);
  }
}

/** No answer, or none in time. */
export class ContractNetworkError extends Error {}

/** The members of a challenge that such clients read. */
export interface ContractChallenge {
  readonly invoice: string;
  readonly macaroon: string;
  readonly paymentHash: string;
  readonly expiresAt: string;
  readonly resource: string;
  readonly priceSats: number;
  readonly mppChallenge?: string | null;
}

/** The members of a verdict that such clients read. */
export interface ContractVerdict {
  readonly valid: boolean;
  readonly resource: string | null;
  readonly merchantId: number | null;
  readonly amountSats: number | null;
  readonly paymentHash: string | null;
  readonly error: string | null;
}

const CHALLENGE_MEMBERS = {
  invoice: 'string',
  macaroon: 'string',
  paymentHash: 'string',
  expiresAt: 'string',
  resource: 'string',
  priceSats: 'number',
} as const;

/**
 * A client as merchants run them today, written from the published surface of the SDKs for the hosted API that this one
 * replaces: exactly 200 is success, a missing member is an error, 401 and 403 have exceptions of their own.
 */
export class ContractClient {
  constructor(
    private readonly options: {
      readonly baseUrl: string;
      readonly apiKey: string;
      readonly timeoutMillis?: number;
      /** Clients differ in how they write the header's name. */
      readonly keyHeader?: string;
      /** Most show an error's `error`, else its `message`; some ask the other way round. */
      readonly shownFirst?: 'error' | 'message';
    },
  ) {}

  /** Mints. The idempotency key goes as a header only. */
  async createChallenge(terms: {
    resource: string;
    priceSats: number;
    description?: string | null;
    idempotencyKey?: string;
  }): Promise<ContractChallenge> {
    const { idempotencyKey, ...body } = terms;
    const headers: Record<string, string> =
      idempotencyKey === undefined ? {} : { 'X-Idempotency-Key': idempotencyKey };
    const answer = await this.post('/api/l402/challenges', body, headers);
    for (const [member, type] of Object.entries(CHALLENGE_MEMBERS)) {
      if (typeof answer[member] !== type) throw new ContractApiError(`no ${member}`, 200, answer);
    }
    return answer as unknown as ContractChallenge;
  }

  /** Verifies; a refusal is a value. */
  async verifyToken(macaroon: string | null | undefined, preimage: string): Promise<ContractVerdict> {
    const answer = await this.post('/api/l402/challenges/verify', { macaroon, preimage });
    if (typeof answer['valid'] !== 'boolean') throw new ContractApiError('no valid', 200, answer);
    return answer as unknown as ContractVerdict;
  }

  private async post(
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Record<string, unknown>> {
    const answer = await this.send(path, body, headers);
    const parsed = (await answer.json().catch(() => null)) as Record<string, unknown> | null;
    if (answer.status === 200 && parsed) return parsed;
    const { shownFirst = 'error' } = this.options;
    const told = parsed?.[shownFirst] ?? parsed?.[shownFirst === 'error' ? 'message' : 'error'];
    const message = typeof told === 'string' ? told : `status ${String(answer.status)}`;
    if (answer.status === 401) throw new ContractAuthError(message);
    if (answer.status === 403) throw new ContractPlanError(message, parsed?.['current_plan']);
    throw new ContractApiError(message, answer.status, parsed);
  }

  private async send(path: string, body: object, headers: Record<string, string>): Promise<Response> {
    const { baseUrl, apiKey, timeoutMillis = 10_000, keyHeader = 'X-API-Key' } = this.options;
    try {
      return await fetch(baseUrl + path, {
        method: 'POST',
        headers: { [keyHeader]: apiKey, 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMillis),
      });
    } catch (cause) {
      throw new ContractNetworkError('no answer', { cause });
    }
  }
}
