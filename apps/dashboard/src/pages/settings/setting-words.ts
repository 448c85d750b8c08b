import type { Settings } from '../../api/shapes/settings.js';
import type { Choice } from './choice-list.js';

/** What counts as paid. */
export const policies: readonly Choice<Settings['settlementPolicy']>[] = [
  {
    value: 'preimage',
    label: 'The preimage',
    means: 'Whoever shows it has paid. Fast, and works while your wallet is away. Right for your own node.',
  },
  {
    value: 'settled',
    label: 'The preimage and the wallet’s word',
    means:
      'Your wallet must have seen the money, too. Right where somebody else runs the wallet and could know preimages. Not for a Lightning Address without LUD-21.',
  },
];

/** What a preimage alone opens. */
export const preimageRules: readonly Choice<Settings['mppPreimageOnly']>[] = [
  {
    value: 'compatible',
    label: 'Opens what it bought, as with Lightning Enable',
    means: 'Verify without a resource is told which one was bought.',
  },
  {
    value: 'bound',
    label: 'Only with resource and amount',
    means: 'Verify has to name both, as our middleware does. Strict verification wants that anyway.',
  },
  { value: 'off', label: 'Refused', means: 'Clients have to send the whole credential.' },
];
