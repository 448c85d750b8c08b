import { openNwc } from '../testing/nwc-under-test.js';
import { describeExcessPermissions } from '../testing/excess-permissions.conformance.js';
import { describeStream } from '../testing/stream.conformance.js';
import { describeWallet } from '../testing/wallet.conformance.js';

describeWallet('NWC', () => openNwc());
// Where each invoice costs a call of its own is tested beside the look-ups: 120 of them say more about the machine.
describeWallet('NWC without info event, states and network', () =>
  openNwc({ manners: { hasInfo: false, dedupes: false }, habits: { tellsState: false, network: null } }),
);
describeWallet('NWC in the older encryption', () => openNwc({ manners: { encryption: null } }));

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
