import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { PhoenixdEmulator } from '../../../../test/support/emulators/phoenixd-emulator.js';
import { describeExcessPermissions } from '../testing/excess-permissions.conformance.js';
import { describeNotices, type NotifyingWallet } from '../testing/notices.conformance.js';
import { describeStream, type StreamUnderTest } from '../testing/stream.conformance.js';
import type { WalletUnderTest } from '../testing/wallet.conformance.js';
import { phoenixdKind } from './phoenixd.kind.js';

async function start(
  choose: (emulator: PhoenixdEmulator) => string,
): Promise<[PhoenixdEmulator, WalletUnderTest]> {
  const node = new BookNode();
  const emulator = new PhoenixdEmulator(node);
  await emulator.start();
  const { url, webhookSecret } = emulator;
  const password = choose(emulator);
  const credentials = { url, password, webhookSecret };
  const context = { payee: node.payee };
  const secrets = [password, webhookSecret, Buffer.from(`:${password}`).toString('base64')];
  return [emulator, emulatedWallet({ kind: phoenixdKind, emulator, node, credentials, secrets, context })];
}

async function openNotifying(): Promise<NotifyingWallet> {
  const [emulator, under] = await start((one) => one.limitedPassword);
  const collect = async (): ReturnType<NotifyingWallet['collect']> => {
    await emulator.untilTold();
    return emulator.notices.sent.splice(0);
  };
  return { under, faults: emulator.faults, collect };
}

async function openStream(): Promise<StreamUnderTest> {
  const [emulator, under] = await start((one) => one.limitedPassword);
  // It tells again what is older than the cursor, too: that has a test of its own.
  return { ...under, replays: false, dropStreams: () => emulator.webSockets.drop() };
}

describeNotices('phoenixd', openNotifying);
describeStream('phoenixd', openStream);
describeExcessPermissions(
  'phoenixd',
  async (isFull: boolean) =>
    (await start(({ limitedPassword, password }) => (isFull ? password : limitedPassword)))[1],
  [
    { title: 'the limited password is good for no more', rights: false, excess: [] },
    { title: 'the full password is good for all', rights: true, excess: ['full_access'] },
  ],
);
