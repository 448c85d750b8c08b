import { createECDH, randomBytes } from 'node:crypto';
import { hashPreimage, parsePreimage, type Preimage } from '@turnpike/l402';
import { CashuEmulator } from '../../../test/support/emulators/cashu-emulator.js';
import { EclairEmulator } from '../../../test/support/emulators/eclair-emulator.js';
import { testSurroundings } from './testing/emulated-wallet.js';
import type { Emulator } from '../../../test/support/emulators/emulator.js';
import { LdkNode } from '../../../test/support/emulators/ldk-node.js';
import { LnurlEmulator } from '../../../test/support/emulators/lnurl-emulator.js';
import { PhoenixdEmulator } from '../../../test/support/emulators/phoenixd-emulator.js';
import { openChannel, type LightningPair } from '../../../test/support/lightning/lightning-pair.js';
import { cashuKind } from './cashu/cashu.kind.js';
import { eclairKind } from './eclair/eclair.kind.js';
import { lnurlKind } from './lnurl/lnurl.kind.js';
import { phoenixdKind } from './phoenixd/phoenixd.kind.js';
import { OpenedProvider } from './testing/opened-provider.js';
import type { WalletKindDefinition } from './wallet-kind.js';

interface Setting {
  readonly emulator: Emulator;
  readonly kind: WalletKindDefinition;
  credentials(): object;
  readonly preimage?: Preimage;
}

const surroundings = testSurroundings();
const settings: Readonly<Record<string, (node: LdkNode) => Setting>> = {
  phoenixd: (node) => {
    const emulator = new PhoenixdEmulator(node);
    const { limitedPassword: password } = emulator;
    const credentials = (): object => ({ url: emulator.url, password });
    return { emulator, kind: phoenixdKind(surroundings), credentials };
  },
  eclair: (node) => {
    const emulator = new EclairEmulator(node);
    const { password } = emulator;
    const preimage = parsePreimage(randomBytes(32).toString('hex')) as Preimage;
    const credentials = (): object => ({ url: emulator.url, password });
    return { emulator, kind: eclairKind(surroundings), credentials, preimage };
  },
  lnurl: (node) => {
    const emulator = new LnurlEmulator(node);
    emulator.describes = 'text';
    return { emulator, kind: lnurlKind(surroundings), credentials: () => ({ address: emulator.address }) };
  },
  cashu: (node) => {
    const emulator = new CashuEmulator(node);
    const key = createECDH('secp256k1');
    key.generateKeys();
    const pubkey = key.getPublicKey('hex', 'compressed');
    const credentials = (): object => ({ mintUrl: emulator.url, pubkey });
    return { emulator, kind: cashuKind(surroundings), credentials };
  },
};

let pair: LightningPair;

beforeAll(async () => {
  pair = await openChannel();
});

afterAll(() => pair.close());

it.each(Object.keys(settings))('%s is paid over a real channel', async (name) => {
  const node = new LdkNode(pair);
  const setting = settings[name]?.(node);
  if (setting === undefined) throw new Error('there is no such kind');
  const { credentials, emulator, kind, preimage } = setting;
  await emulator.start();
  const opened = new OpenedProvider(kind, credentials());
  try {
    const ref = await opened.create(preimage === undefined ? {} : { preimage });
    expect(await opened.stateOf(ref)).toEqual({ is: 'open' });
    await node.pay(ref.paymentHash);
    const state = await opened.stateOf(ref);
    expect(state).toMatchObject({ is: 'settled', via: 'lightning' });
    if (state?.is !== 'settled') return;
    expect(state.receivedMsat ?? 21_000n).toBe(21_000n);
    if (state.preimage !== undefined) expect(hashPreimage(state.preimage)).toBe(ref.paymentHash);
  } finally {
    await opened.close();
    await emulator.stop();
  }
});
