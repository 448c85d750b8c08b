import { Deadline } from './deadline.js';
import { errorForAnswer, L402ApiError, L402NetworkError, type L402ServerError } from './errors.js';
import type { CallOptions, FetchFunction, FetchAnswer } from './options.js';
import { pauseBeforeRepeat } from './repetition.js';

/** One question to the broker. `repeatable` if asking twice does no more than asking once. */
export interface BrokerQuestion {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly repeatable: boolean;
}

/** A success: an object, as everything that the broker answers with, and whether it repeats an earlier answer. */
export interface BrokerAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly replayed: boolean;
}

/** Asks the broker over `fetch`: within a deadline, repeating what may be repeated, and nothing but 200 is a success. */
export class BrokerCalls {
  constructor(
    private readonly baseUrl: string,
    private readonly apiKey: string,
    private readonly timeoutMs: number,
    private readonly send: FetchFunction,
  ) {}

  /** Throws an `L402ServerError`, and nothing else, when there is no success in time. */
  async ask(question: BrokerQuestion, { timeoutMs, signal }: CallOptions = {}): Promise<BrokerAnswer> {
    const deadline = new Deadline(timeoutMs ?? this.timeoutMs, signal);
    try {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await this.attempt(question, deadline);
        if (!(outcome instanceof Error)) return outcome;
        const pause = question.repeatable && !deadline.passed ? pauseBeforeRepeat(attempt, outcome) : null;
        if (pause === null || pause >= deadline.remainingMillis) throw outcome;
        await deadline.pause(pause);
      }
    } finally {
      deadline.end();
    }
  }

  private async attempt(
    question: BrokerQuestion,
    deadline: Deadline,
  ): Promise<BrokerAnswer | L402ServerError> {
    let answer: FetchAnswer;
    let text: string;
    try {
      answer = await deadline.within(this.request(question, deadline.signal));
      text = await deadline.within(answer.text());
    } catch (cause) {
      if (deadline.passed) return deadline.passed;
      return new L402NetworkError(`The broker at ${this.baseUrl} could not be reached`, cause);
    }
    const responseBody = parsed(text);
    const refused = { statusCode: answer.status, responseBody, retryAfterSeconds: retryAfter(answer) };
    if (answer.status !== 200) return errorForAnswer(refused);
    if (!isObject(responseBody)) return new L402ApiError('The broker’s answer cannot be read', refused);
    return { body: responseBody, replayed: answer.headers.get('x-idempotency-replayed') === 'true' };
  }

  private async request(question: BrokerQuestion, signal: AbortSignal): Promise<FetchAnswer> {
    const { method, path, body, headers } = question;
    return this.send(this.baseUrl + path, {
      method,
      headers: {
        'X-API-Key': this.apiKey,
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A redirect would carry the key to wherever it leads.
      redirect: 'manual',
      signal,
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Retry-After` as seconds, whichever of its two forms it has. */
function retryAfter(answer: FetchAnswer): number | undefined {
  const value = answer.headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}
