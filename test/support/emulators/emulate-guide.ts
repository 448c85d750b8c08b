import { randomBytes } from 'node:crypto';
import type { StartedEmulator } from './start-emulator.js';

/** Not the port and the folder of an instance that may be there already, whose data is nobody's to play with. */
const PORT = '4030';
const DATA_DIR = '.data-emulated';
const BASE = `http://127.0.0.1:${PORT}`;
const OPERATOR_KEY = 'emulated-operator-key';

/** What a person does to sell into an emulated wallet, step by step, with commands that work as pasted. */
export function emulateGuide({
  kind,
  credentials,
  variables,
  faults,
}: Pick<StartedEmulator, 'kind' | 'credentials' | 'variables' | 'faults'>): string {
  const environment = {
    ...variables,
    PORT,
    DATA_DIR,
    ADDRESS_ALLOW: '127.0.0.1',
    WALLET_ALLOW_NETWORKS: 'regtest',
    ADMIN_API_KEY: OPERATOR_KEY,
  };
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const wish = { kind, credentials, acceptSpendRisk: kind === 'eclair' };
  // The folder is kept, and an address is one merchant's.
  const merchant = { name: 'Shop', email: `shop-${randomBytes(4).toString('hex')}@example.com` };
  const offer = { resource: '/v1/forecast', priceSats: 25 };

  return `A wallet of kind ${kind} on regtest is listening. No money moves: an invoice is paid when you say so here.

1. In another terminal, start a Turnpike for it, with a port and a folder of its own (${DATA_DIR}; delete it when you are done):

   ${settings.join(' ')} npm start

2. In a third, make a merchant and keep its live key:

   LIVE_KEY=$(${post('/api/admin/merchants', OPERATOR_KEY, json(merchant))} \\
     | sed 's/.*"apiKey":"\\([^"]*\\)".*/\\1/')

3. Connect this wallet:

   ${post('/api/merchant/wallets', '$LIVE_KEY', json(wish))}; echo

4. Mint a challenge:

   CHALLENGE=$(${post('/api/l402/challenges', '$LIVE_KEY', json(offer))}); echo "$CHALLENGE"

   Its invoice shows up below. "pay 1" pays it and prints the preimage, which the payer's wallet would learn, as a line
   to paste there: PREIMAGE=...

5. Verify the macaroon with that preimage:

   ${post('/api/l402/challenges/verify', '$LIVE_KEY', '"${CHALLENGE%?},\\"preimage\\":\\"$PREIMAGE\\"}"')}; echo

   and look at the challenge: within seconds it has "settlement":"settled", which is this wallet's own word.

   curl -sS ${BASE}/api/l402/challenges -H "X-API-Key: $LIVE_KEY"; echo

Commands: list | pay <number> | fault <name> [value] | clear | quit
Faults: ${Object.keys(faults).join(', ')}
`;
}

function post(path: string, key: string, body: string): string {
  return `curl -sS ${BASE}${path} -H "X-API-Key: ${key}" \\\n     -H 'Content-Type: application/json' -d ${body}`;
}

function json(value: object): string {
  return `'${JSON.stringify(value)}'`;
}
