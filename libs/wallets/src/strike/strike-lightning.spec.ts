import { hashPreimage, type Preimage } from '@turnpike/l402';
import { testSurroundings } from '../testing/emulated-wallet.js';
import { LdkNode } from '../../../../test/support/emulators/ldk-node.js';
import { OpenedProvider } from '../testing/opened-provider.js';
import { StrikeEmulator } from '../../../../test/support/emulators/strike-emulator.js';
import { openChannel, type LightningPair } from '../../../../test/support/lightning/lightning-pair.js';
import { strikeKind } from './strike.kind.js';

const apiKey = 'ace'.repeat(16);
let pair: LightningPair;

beforeAll(async () => {
  pair = await openChannel();
});

afterAll(() => pair.close());

it.each([{}, { quotes: true }])('is paid over a real channel, with %j', async (options) => {
  const node = new LdkNode(pair);
  const emulator = new StrikeEmulator({ node, apiKey });
  await emulator.start();
  const kind = strikeKind(testSurroundings(), new URL(emulator.url));
  const opened = new OpenedProvider(kind, { apiKey, ...options });
  try {
    const ref = await opened.create();
    expect(await opened.stateOf(ref)).toEqual({ is: 'open' });
    const proof = (await pair.payer.pay(ref.paymentRequest)) as Preimage;
    expect(hashPreimage(proof)).toBe(ref.paymentHash);
    expect(await opened.stateOf(ref)).toMatchObject({ is: 'settled', receivedMsat: 21_000n });
  } finally {
    await opened.close();
    await emulator.stop();
  }
});
