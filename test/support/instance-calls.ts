import { randomBytes } from 'node:crypto';

import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { HotPool } from '@turnpike/database';
import { Merchants } from '@turnpike/merchants';

import { type StartedEmulator } from './emulators/start-emulator.js';

/** What a call was answered. */
export interface InstanceReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** A challenge that was minted. */
export interface MintedOffer {
  readonly invoice: string;
  readonly macaroon: string;
  readonly paymentHash: string;
}

/** An event on its way out. */
export interface ToldEvent {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** What merchants do with an instance that listens, over the network. */
export class InstanceCalls {
  constructor(
    readonly app: NestFastifyApplication,
    readonly baseUrl: string,
  ) {}

  /** A new merchant's live key. */
  async newLiveKey(): Promise<string> {
    const email = `m-${randomBytes(6).toString('hex')}@example.com`;
    const made = await this.app.get(Merchants, { strict: false }).create({ name: 'A merchant', email });
    return made.apiKey;
  }

  /** One call, its answer parsed. */
  async call(method: string, path: string, key: string, body?: unknown): Promise<InstanceReply> {
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status, headers } = answer;
    const text = await answer.text();
    return { status, headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  /** Connects an emulator as a merchant's wallet; throws unless that succeeds. Gives the wallet as the API shows it. */
  async connect(
    key: string,
    { kind, credentials }: Pick<StartedEmulator, 'kind' | 'credentials'>,
    role: 'primary' | 'fallback' = 'primary',
  ): Promise<Record<string, unknown>> {
    const wish = { kind, credentials, role, acceptSpendRisk: kind === 'eclair' };
    const { status, body } = await this.call('POST', '/api/merchant/wallets', key, wish);
    if (status !== 201) throw new Error(`${kind} was not connected: ${JSON.stringify(body)}`);
    return body;
  }

  /** Asks for a challenge, whatever the answer. */
  askToMint(key: string, resource = '/weather', priceSats = 21): Promise<InstanceReply> {
    return this.call('POST', '/api/l402/challenges', key, { resource, priceSats });
  }

  /** Mints a challenge; throws unless that succeeds. */
  async mint(key: string, resource = '/weather', priceSats = 21): Promise<MintedOffer> {
    const { status, body } = await this.askToMint(key, resource, priceSats);
    if (status !== 200) throw new Error(`no challenge was minted: ${JSON.stringify(body)}`);
    return body as unknown as MintedOffer;
  }

  /** A challenge as its merchant sees it. */
  async challenge(key: string, paymentHash: string): Promise<Record<string, unknown>> {
    return (await this.call('GET', `/api/l402/challenges/${paymentHash}`, key)).body;
  }

  /** What verification says of a credential. */
  async verify(key: string, macaroon: string, preimage: string): Promise<Record<string, unknown>> {
    return (await this.call('POST', '/api/l402/challenges/verify', key, { macaroon, preimage })).body;
  }

  /** Resolves with the challenge when its wallet's word is this one. */
  async untilSettlement(key: string, paymentHash: string, word: string): Promise<Record<string, unknown>> {
    for (;;) {
      const challenge = await this.challenge(key, paymentHash);
      if (challenge['settlement'] === word) return challenge;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** The events about a challenge, oldest first. */
  eventsOf(paymentHash: string): Promise<ToldEvent[]> {
    return this.events(`data ->> 'paymentHash' = $1`, paymentHash);
  }

  /** The events about a wallet, oldest first. */
  walletEvents(walletId: unknown): Promise<ToldEvent[]> {
    return this.events(`data ->> 'walletId' = $1`, String(walletId));
  }

  /** A merchant's wallets, and the matters of the alerts about them. */
  async wallets(key: string): Promise<{ wallets: Record<string, unknown>[]; matters: string[] }> {
    const { body } = await this.call('GET', '/api/merchant/wallets', key);
    const alerts = body['alerts'] as { matter: string }[];
    return {
      wallets: body['wallets'] as Record<string, unknown>[],
      matters: alerts.map(({ matter }) => matter),
    };
  }

  /** Resolves when a merchant has an alert about that; alerts are written beside the answer, not before it. */
  async untilAlert(key: string, matter: string): Promise<void> {
    while (!(await this.wallets(key)).matters.includes(matter))
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Resolves when the first wallet of a merchant is shown with that health; it too is written beside the answer. */
  async untilHealth(key: string, health: string): Promise<void> {
    while ((await this.wallets(key)).wallets[0]?.['health'] !== health)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  private async events(which: string, value: string): Promise<ToldEvent[]> {
    const { rows } = await this.app.get(HotPool, { strict: false }).query<ToldEvent>({
      text: `SELECT type, data FROM outbox WHERE ${which} ORDER BY id`,
      values: [value],
    });
    return rows;
  }
}
