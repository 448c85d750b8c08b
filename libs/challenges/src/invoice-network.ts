import { type Network } from '@turnpike/l402';

const NETWORKS: readonly (readonly [prefix: string, network: Network])[] = [
  ['lnbcrt', 'regtest'],
  ['lntbs', 'signet'],
  ['lntb', 'testnet'],
  ['lnbc', 'mainnet'],
];

/** The network that the beginning of an invoice names; `null` if none. */
export function networkOfInvoice(text: string): Network | null {
  return NETWORKS.find(([prefix]) => text.toLowerCase().startsWith(prefix))?.[1] ?? null;
}
