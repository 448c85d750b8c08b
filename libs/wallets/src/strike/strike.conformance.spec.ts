import { randomBytes } from 'node:crypto';
import { BookNode } from '../../../../test/support/emulators/book-node.js';
import { emulatedWallet } from '../testing/emulated-wallet.js';
import { STRIKE_SCOPES, StrikeEmulator } from '../../../../test/support/emulators/strike-emulator.js';
import { describeExcessPermissions } from '../testing/excess-permissions.conformance.js';
import {
  describeNotices,
  type ArrivingNotice,
  type NotifyingWallet,
} from '../testing/notices.conformance.js';
import { describeWallet, type WalletFault } from '../testing/wallet.conformance.js';
import { Deadline } from '../deadline.js';
import { registersWebhook } from '../wallet-provider.js';
import { strikeKind } from './strike.kind.js';

interface Variant {
  readonly credentials?: object;
  readonly scopes?: readonly string[];
  readonly cannot?: readonly WalletFault[];
}

async function open({ credentials, scopes, cannot = [] }: Variant = {}): Promise<NotifyingWallet> {
  const apiKey = randomBytes(32).toString('hex');
  const node = new BookNode();
  const arrived: ArrivingNotice[] = [];
  const send = (_url: string, raw: Buffer, headers: ArrivingNotice['headers']): Promise<number> => {
    arrived.push({ raw, headers });
    return Promise.resolve(200);
  };
  const emulator = new StrikeEmulator({ node, apiKey, send, scopes: scopes ?? STRIKE_SCOPES });
  await emulator.start();
  const base = new URL(emulator.url);
  const under = emulatedWallet({
    kind: (surroundings) => strikeKind(surroundings, base),
    emulator,
    node,
    credentials: { apiKey, ...credentials },
    secrets: [apiKey],
    context: {
      webhook: { url: 'https://turnpike.example/webhooks/x', secret: randomBytes(16).toString('hex') },
    },
    // Any of Strike's nodes may sign.
    cannot: ['wrong-payee', ...cannot],
  });
  const collect = async (): Promise<readonly ArrivingNotice[]> => {
    await emulator.deliver();
    return arrived.splice(0);
  };
  return { under, faults: emulator.faults, collect };
}

async function openRegistered(variant: Variant): Promise<NotifyingWallet> {
  const opened = await open(variant);
  const { provider } = opened.under;
  if (provider === undefined || !registersWebhook(provider)) throw new Error('no webhook to register');
  const signal = AbortSignal.timeout(5_000);
  await provider.registerWebhook({ deadline: Deadline.in(5_000), signal });
  return opened;
}

/** A quote names no hash, and an invoice is there or not, never left out. */
const quotes: Variant = { credentials: { quotes: true }, cannot: ['wrong-hash', 'partial'] };

describeWallet('Strike', async () => (await open()).under);
describeWallet('Strike, credited in dollars', async () => {
  const { under } = await open({ credentials: { targetCurrency: 'USD' } });
  return under;
});
describeWallet('Strike, by quotes', async () => {
  const { under } = await open(quotes);
  return { ...under, choosesExpiry: true };
});
describeNotices('Strike', () => openRegistered({}));
describeNotices('Strike, by quotes', () => openRegistered(quotes));
describeExcessPermissions('Strike', async (variant: Variant) => (await open(variant)).under, [
  { title: 'only receives', rights: {}, excess: [] },
  {
    title: 'only receives, by quotes',
    rights: { ...quotes, scopes: STRIKE_SCOPES.filter((scope) => scope.startsWith('partner.invoice')) },
    excess: [],
  },
  {
    title: 'prepares payments',
    rights: { scopes: [...STRIKE_SCOPES, 'partner.payment-quote.lightning.create'] },
    excess: ['payment_quotes'],
  },
]);
