import { LdkNode } from '../emulators/ldk-node.js';
import { BookNode } from '../emulators/book-node.js';
import type { EmulatedNode } from '../emulators/emulated-node.js';
import { Emulator } from '../emulators/emulator.js';
import { SharedAddress } from '../emulators/one-address.js';
import {
  EMULATED_KINDS,
  startEmulator,
  type EmulatedKind,
  type StartedEmulator,
} from '../emulators/start-emulator.js';
import { Closers } from '../lightning/closers.js';
import { openChannel, type LightningPair } from '../lightning/lightning-pair.js';
import type { ApiProcess } from '../api-process.js';

/** A merchant with one wallet. */
export interface Stall {
  readonly kind: EmulatedKind;
  readonly node: EmulatedNode;
  /** The merchant's live key. */
  readonly key: string;
  readonly emulator: StartedEmulator;
}

/** Which wallets there are to be. */
export interface StallsPlan {
  /** All kinds if absent. */
  readonly kinds?: readonly EmulatedKind[];
  readonly walletsPerKind: number;
  /** Whether the first wallet of each kind receives over a real channel. */
  readonly hasChannel?: boolean;
}

const ADMIN_KEY = 'operator-key-of-the-market';
const SHARED = { strike: 'STRIKE_URL', opennode: 'OPENNODE_URL' } as const;
const CONNECTED_AT_ONCE = 8;
const BLOCK_MILLIS = 15_000;

/** Many merchants with a wallet each, in equal parts of each kind. */
export class Stalls {
  private readonly closers = new Closers();
  private readonly emulators: StartedEmulator[] = [];
  private shared: Record<string, string> = {};

  private constructor() {}

  /** Starts the emulators, over books but for those that have a channel. */
  static async open(plan: StallsPlan): Promise<Stalls> {
    const stalls = new Stalls();
    try {
      await stalls.start(plan);
      return stalls;
    } catch (error) {
      await stalls.close();
      throw error;
    }
  }

  /** What the instance has to be started with. */
  get variables(): Record<string, string> {
    return {
      ADDRESS_ALLOW: '127.0.0.1',
      WALLET_ALLOW_NETWORKS: 'regtest',
      ADMIN_API_KEY: ADMIN_KEY,
      RATE_LIMIT_ADMIN: '0',
      RATE_LIMIT_MINT: '0',
      RATE_LIMIT_WRITE: '0',
      ...this.shared,
    };
  }

  /** Makes a merchant for each wallet and connects it. */
  async connect(api: ApiProcess): Promise<Stall[]> {
    const stalls: Stall[] = [];
    const waiting = this.emulators.entries();
    const work = async (): Promise<void> => {
      for (const [number, emulator] of waiting) stalls[number] = await connectOne(api, emulator, number);
    };
    await Promise.all(Array.from({ length: CONNECTED_AT_ONCE }, work));
    return stalls;
  }

  /** Ends every emulator and the channel. */
  close(): Promise<void> {
    return this.closers.close();
  }

  private async start({
    kinds = EMULATED_KINDS,
    walletsPerKind,
    hasChannel = false,
  }: StallsPlan): Promise<void> {
    const pair = hasChannel ? await this.openPair() : null;
    for (const kind of kinds) {
      const address = kind in SHARED ? await this.share(kind as keyof typeof SHARED) : null;
      for (let n = 0; n < walletsPerKind; n += 1) {
        const node = pair !== null && n === 0 ? new LdkNode(pair) : new BookNode();
        const emulator = await startEmulator(kind, node);
        this.closers.add(() => emulator.stop());
        this.emulators.push(emulator);
        const { credentials, itself } = emulator;
        if (itself instanceof Emulator)
          address?.add(String(credentials['apiKey']), (request, response) => itself.serve(request, response));
      }
    }
  }

  private async openPair(): Promise<LightningPair> {
    const pair = await openChannel();
    this.closers.add(() => pair.close());
    // Invoices of the real nodes date from the last block.
    const mining = setInterval(() => void pair.mine(new Date()).catch(() => undefined), BLOCK_MILLIS);
    this.closers.add(() => {
      clearInterval(mining);
      return Promise.resolve();
    });
    return pair;
  }

  private async share(kind: keyof typeof SHARED): Promise<SharedAddress> {
    const address = await SharedAddress.open();
    this.closers.add(() => address.close());
    this.shared = { ...this.shared, [SHARED[kind]]: address.url };
    return address;
  }
}

async function connectOne(api: ApiProcess, emulator: StartedEmulator, number: number): Promise<Stall> {
  const { kind, credentials, node } = emulator;
  const who = { name: `Stall ${String(number)}`, email: `stall-${String(number)}@example.com` };
  const made = await api.post('/api/admin/merchants', ADMIN_KEY, who);
  const key = String(made.body['apiKey']);
  const wish = { kind, credentials, role: 'primary', acceptSpendRisk: kind === 'eclair' };
  const { status, body } = await api.post('/api/merchant/wallets', key, wish);
  if (status !== 201) throw new Error(`${kind} was not connected: ${JSON.stringify(body)}`);
  return { kind, node, key, emulator };
}
