import type { Network } from '@turnpike/l402';
import type { AnswerMembers } from '../answer-members.js';
import { ProtocolViolation } from '../wallet-errors.js';
import { isNotOffered } from './nwc-errors.js';
import { resultOf, type NwcClient } from './nwc.client.js';

/** What a wallet says about a connection. */
export interface NwcRights {
  /** Null where neither the wallet nor its info event tells them. */
  readonly methods: ReadonlySet<string> | null;
  /** Null where the wallet does not say. */
  readonly network: Network | null;
  /** The key (66 hex digits) of the node behind, null where the wallet does not say. */
  readonly pubkey: string | null;
}

/** What makes and finds invoices, and what only reads. */
const HARMLESS: ReadonlySet<string> = new Set([
  'make_invoice',
  'lookup_invoice',
  'list_transactions',
  'get_info',
  'get_balance',
  'get_budget',
  'notifications',
]);

const NETWORKS: readonly Network[] = ['mainnet', 'testnet', 'signet', 'regtest'];
const METHODS_MAX = 64;
const WORD = /^[a-z0-9_]{1,40}$/;

/** Asks the wallet what this connection may do; a wallet that does not tell is taken by its info event. */
export async function readRights(
  client: NwcClient,
  announced: ReadonlySet<string> | null,
  signal: AbortSignal,
): Promise<NwcRights> {
  const unsaid = { methods: announced, network: null, pubkey: null };
  if (announced?.has('get_info') === false) return unsaid;
  const answer = await client.ask(await client.prepare('get_info', {}, signal), 'other', signal);
  if ('code' in answer && isNotOffered(answer.code)) return unsaid;
  const info = resultOf(answer);
  const network = info.textOrNull('network', 40);
  const pubkey = info.textOrNull('pubkey', 200)?.toLowerCase() ?? '';
  return {
    methods: methodsIn(info) ?? unsaid.methods,
    network: NETWORKS.find((one) => one === network) ?? null,
    pubkey: /^0[23][0-9a-f]{64}$/.test(pubkey) ? pubkey : null,
  };
}

function methodsIn(info: AnswerMembers): Set<string> | null {
  try {
    const told = info.list('methods', METHODS_MAX).filter((method) => typeof method === 'string');
    return new Set(told.map((method) => method.trim().toLowerCase()));
  } catch (error) {
    if (error instanceof ProtocolViolation) return null;
    throw error;
  }
}

/** The methods that are not needed to make invoices and find them, in a stable order. What nobody tells may be any. */
export function excessOf(methods: ReadonlySet<string> | null): string[] {
  if (methods === null) return ['untold'];
  return [...methods].filter((method) => WORD.test(method) && !HARMLESS.has(method)).sort();
}
