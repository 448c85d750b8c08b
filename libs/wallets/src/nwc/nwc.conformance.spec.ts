import { openNwc } from '../testing/nwc-under-test.js';
import { describeExcessPermissions } from '../testing/excess-permissions.conformance.js';
import { describeStream } from '../testing/stream.conformance.js';
import { describeWallet } from '../testing/wallet.conformance.js';

const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);

beforeAll(() => {
  process.on('unhandledRejection', note);
});

afterAll(() => {
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

describeWallet('NWC', () => openNwc());
describeWallet('NWC without info event, states and unpaid invoices in its list', () =>
  openNwc({
    manners: { hasInfo: false, dedupes: false },
    habits: { tellsState: false, listsUnpaid: false, network: null },
  }),
);
describeWallet('NWC in the older encryption and without a list', () =>
  openNwc({
    manners: { encryption: null, dedupes: false },
    habits: { methods: ['make_invoice', 'lookup_invoice', 'get_info'] },
  }),
);

describeStream('NWC', async () => {
  const under = await openNwc();
  return { ...under, replays: false, dropStreams: () => under.relay.dropClients() };
});

const needed = ['make_invoice', 'lookup_invoice', 'list_transactions', 'get_info', 'get_balance'];

describeExcessPermissions('NWC', (methods: readonly string[]) => openNwc({ habits: { methods } }), [
  { title: 'what is needed is no excess, nor is the balance', rights: needed, excess: [] },
  {
    title: 'every way to spend is told',
    rights: [...needed, 'pay_invoice', 'pay_keysend', 'multi_pay_invoice', 'multi_pay_keysend'],
    excess: ['pay_invoice', 'pay_keysend', 'multi_pay_invoice', 'multi_pay_keysend'],
  },
  {
    title: 'so is what nobody needs here',
    rights: [...needed, 'sign_message', 'make_hold_invoice', 'create_connection'],
    excess: ['sign_message', 'make_hold_invoice', 'create_connection'],
  },
  {
    title: 'a wallet without get_info is taken by its info event',
    rights: ['make_invoice', 'lookup_invoice', 'pay_invoice'],
    excess: ['pay_invoice'],
  },
]);
