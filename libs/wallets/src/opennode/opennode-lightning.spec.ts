import { testSurroundings } from '../testing/emulated-wallet.js';
import { LdkNode } from '../../../../test/support/emulators/ldk-node.js';
import { OpenedProvider } from '../testing/opened-provider.js';
import { OpenNodeEmulator } from '../../../../test/support/emulators/opennode-emulator.js';
import { openChannel, type LightningPair } from '../../../../test/support/lightning/lightning-pair.js';
import { openNodeKind } from './opennode.kind.js';

const apiKey = 'ace'.repeat(12);
let pair: LightningPair;

beforeAll(async () => {
  pair = await openChannel();
});

afterAll(() => pair.close());

it('is paid over a real channel', async () => {
  const node = new LdkNode(pair);
  const emulator = new OpenNodeEmulator({ node, apiKey });
  await emulator.start();
  const opened = new OpenedProvider(openNodeKind(testSurroundings(), new URL(emulator.url)), { apiKey });
  try {
    const ref = await opened.create();
    expect(await opened.stateOf(ref)).toEqual({ is: 'open' });
    await node.pay(ref.paymentHash);
    expect(await opened.stateOf(ref)).toMatchObject({ is: 'settled', receivedMsat: 21_000n });
    expect(emulator.notices.sent).toHaveLength(1);
  } finally {
    await opened.close();
    await emulator.stop();
  }
});
