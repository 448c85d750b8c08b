import { LoginLinks } from '@turnpike/members';

import { type HttpReply, type ListeningApi } from './listening-api.js';

/** Whether an answer is compared with the OpenAPI document, and what is sent beside the cookies. */
export interface BrowserCall {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** What the cookie of a session is called at an instance without TLS. */
export function sessionCookie(api: ListeningApi): string {
  return `tp_session_${new URL(api.baseUrl).port}`;
}

/** What a browser does: keeps cookies, and says from which page it calls when it changes something. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** The cookies as the last answers set them, with their attributes. */
  readonly setCookies: string[] = [];

  constructor(
    readonly api: ListeningApi,
    /** The mode that its calls are about; none is said if it is null. */
    private readonly mode: 'test' | 'live' | null = null,
  ) {}

  /** The secret of its session. */
  get token(): string | null {
    return this.cookies.get(sessionCookie(this.api)) ?? null;
  }

  /** Takes the secret of a session that was opened elsewhere. */
  hold(token: string): void {
    this.cookies.set(sessionCookie(this.api), token);
  }

  /** One call as a page of ours makes it. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpReply> {
    const reply = await this.api.call(method, path, null, body, { ...this.headers(method), ...headers });
    this.keep(reply.headers);
    return reply;
  }

  /** As `call`, and fails unless it is answered by that status. */
  async must(status: number, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const reply = await this.call(method, path, body);
    if (reply.status !== status) {
      throw new Error(`${method} ${path} answered ${String(reply.status)}: ${reply.text}`);
    }
    return reply.body;
  }

  /** Signs in as the holder of an address, whose account is made if need be. */
  async enterAs(email: string): Promise<this> {
    await this.must(200, 'POST', '/api/session', { token: await linkFor(this.api, email) });
    return this;
  }

  private headers(method: string): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return {
      ...(cookie === '' ? {} : { cookie }),
      ...(method === 'GET' ? {} : { origin: this.api.baseUrl }),
      ...(this.mode === null ? {} : { 'x-turnpike-mode': this.mode }),
    };
  }

  private keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      this.setCookies.push(line);
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

/** The token of a link that signs in the holder of an address. */
export async function linkFor(api: ListeningApi, email: string): Promise<string> {
  const { url } = await api.app.get(LoginLinks, { strict: false }).forEmail(email, api.baseUrl);
  return tokenIn(url);
}

/** What follows `#token=` in a letter or an address. */
export function tokenIn(text: string): string {
  const token = /#token=([A-Za-z0-9_-]{43})/.exec(text)?.[1];
  if (token === undefined) throw new Error('there is no token in it');
  return token;
}
