import { randomBytes } from 'node:crypto';
import { openNodeKind, strikeKind } from '@turnpike/wallets';

import { BookNode } from './emulators/book-node.js';
import { type Faults } from './emulators/faults.js';
import { OpenNodeEmulator } from './emulators/opennode-emulator.js';
import { PhoenixdEmulator } from './emulators/phoenixd-emulator.js';
import { StrikeEmulator } from './emulators/strike-emulator.js';
import { type ListeningApi } from './listening-api.js';
import { type StandIns } from './stand-in-kinds.js';

/** A notice on its way to us. */
export interface NoticeOnItsWay {
  readonly url: string;
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** An emulated wallet that sends notices. */
export interface NoticingWallet {
  readonly credentials: object;
  readonly node: BookNode;
  readonly faults: Faults;
  /** The notices that went out since it was last asked. */
  collect(): Promise<readonly NoticeOnItsWay[]>;
  /** Where it was told to send notices, if it keeps such a list. */
  addresses(): readonly string[];
  stop(): Promise<void>;
}

/** The kinds whose wallets send notices. */
export const noticingKinds = ['strike', 'opennode', 'phoenixd'] as const;

/** One of them. */
export type NoticingKind = (typeof noticingKinds)[number];

/** Emulators of every kind that sends notices, whose books go by the clock of an API. */
export class NoticingWallets {
  private constructor(
    readonly of: Readonly<Record<NoticingKind, NoticingWallet>>,
    /** To be put in the place of the shipped kinds, whose addresses are fixed. */
    readonly standIns: StandIns,
    /** The emulated OpenNode itself, for what is particular to it. */
    readonly openNode: OpenNodeEmulator,
  ) {}

  static async start({ clock }: ListeningApi): Promise<NoticingWallets> {
    const now = (): Date => clock.now();
    const apiKey = randomBytes(32).toString('hex');
    const strikeNode = new BookNode(now);
    const arrived: NoticeOnItsWay[] = [];
    const send = async (url: string, raw: Buffer, headers: NoticeOnItsWay['headers']): Promise<number> => {
      arrived.push({ url, raw, headers });
      return 200;
    };
    const strike = new StrikeEmulator({ node: strikeNode, apiKey, now, send });
    const openNodeNode = new BookNode(now);
    const openNode = new OpenNodeEmulator({ node: openNodeNode, apiKey });
    const phoenixdNode = new BookNode(now);
    const phoenixd = new PhoenixdEmulator(phoenixdNode);
    await Promise.all([strike.start(), openNode.start(), phoenixd.start()]);
    const sentBy = (emulator: OpenNodeEmulator | PhoenixdEmulator) => async () =>
      emulator.notices.sent.splice(0).map((notice) => ({ ...notice, url: notice.url ?? '' }));
    return new NoticingWallets(
      {
        strike: {
          credentials: { apiKey },
          node: strikeNode,
          faults: strike.faults,
          collect: async () => {
            await strike.deliver();
            return arrived.splice(0);
          },
          addresses: () => [...strike.notices.subscriptions.values()].map(({ webhookUrl }) => webhookUrl),
          stop: () => strike.stop(),
        },
        opennode: {
          credentials: { apiKey },
          node: openNodeNode,
          faults: openNode.faults,
          collect: sentBy(openNode),
          addresses: () => [],
          stop: () => openNode.stop(),
        },
        phoenixd: {
          credentials: {
            url: phoenixd.url,
            password: phoenixd.limitedPassword,
            webhookSecret: phoenixd.webhookSecret,
          },
          node: phoenixdNode,
          faults: phoenixd.faults,
          collect: sentBy(phoenixd),
          addresses: () => [],
          stop: () => phoenixd.stop(),
        },
      },
      {
        strike: (surroundings) => strikeKind(surroundings, new URL(strike.url)),
        opennode: (surroundings) => openNodeKind(surroundings, new URL(openNode.url)),
      },
      openNode,
    );
  }

  async stop(): Promise<void> {
    for (const kind of noticingKinds) await this.of[kind].stop();
  }
}
