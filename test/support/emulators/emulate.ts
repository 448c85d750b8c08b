// `npm run emulate -- <kind> [port]`: a wallet of that kind on this machine, to try without a node or an account.
import { createInterface } from 'node:readline';
import { BookNode } from './book-node.js';
import type { NodeInvoice } from './emulated-node.js';
import { EMULATED_KINDS, startEmulator, type EmulatedKind } from './start-emulator.js';

const [kind = '', port = '0'] = process.argv.slice(2);
if (!(EMULATED_KINDS as readonly string[]).includes(kind) || !/^\d{1,5}$/.test(port)) {
  say(`npm run emulate -- <kind> [port]\n\nKinds: ${EMULATED_KINDS.join(', ')}`);
  process.exit(kind === '' || kind === '--help' ? 0 : 2);
}

const node = new BookNode();
const { credentials, variables, faults, stop } = await startEmulator(
  kind as EmulatedKind,
  node,
  Number(port),
);
const operatorKey = 'emulated-operator-key';
const environment = {
  ...variables,
  ADDRESS_ALLOW: '127.0.0.1',
  WALLET_ALLOW_NETWORKS: 'regtest',
  ADMIN_API_KEY: operatorKey,
};
const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
const wish = JSON.stringify({ kind, credentials, acceptSpendRisk: kind === 'eclair' });
const merchant = JSON.stringify({ name: 'Shop', email: `shop-${String(process.pid)}@example.com` });
const post = (path: string, key: string, body: string): string =>
  `curl -sS http://127.0.0.1:4020${path} -H "X-API-Key: ${key}" \\\n     -H 'Content-Type: application/json' -d '${body}'`;

say(`A wallet of kind ${kind} on regtest is listening. No money moves: an invoice is paid when you say so here.

1. In another terminal, start Turnpike so that live keys may use it:

   ${settings.join(' ')} npm start

2. In a third, make a merchant and keep its live key:

   LIVE_KEY=$(${post('/api/admin/merchants', operatorKey, merchant)} \\
     | sed 's/.*"apiKey":"\\([^"]*\\)".*/\\1/')

3. Connect this wallet:

   ${post('/api/merchant/wallets', '$LIVE_KEY', wish)}

4. Mint a challenge; its invoice shows up below, and "pay 1" pays it:

   ${post('/api/l402/challenges', '$LIVE_KEY', '{"resource": "/v1/forecast", "priceSats": 25}')}

Commands: list | pay <number> | fault <name> [value] | clear | quit
Faults: ${Object.keys(faults).join(', ')}
`);

const known: NodeInvoice[] = [];
const watch = setInterval(() => {
  for (const invoice of node.all().slice(known.length)) {
    known.push(invoice);
    say(
      `invoice ${known.length}: ${Number(invoice.amountMsat ?? 0n) / 1000} sat, ${invoice.description ?? ''}`,
    );
  }
}, 200);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  obey(line.trim().split(/\s+/)).catch((error: unknown) =>
    say(error instanceof Error ? error.message : String(error)),
  );
});
lines.on('close', () => {
  if (process.stdin.isTTY) void end();
});
process.on('SIGINT', () => void end());
process.on('SIGTERM', () => void end());

async function obey([command = '', first = '', value]: readonly string[]): Promise<void> {
  if (command === 'quit') return end();
  if (command === 'pay') return pay(Number(first));
  if (command === 'clear') faults.clear();
  else if (command === 'fault') say(setFault(first, value));
  else if (command === 'list') {
    for (const [index, { paymentHash, paymentRequest }] of known.entries())
      say(`${index + 1}  ${(await node.stateOf(paymentHash))?.is ?? ''}  ${paymentRequest}`);
  } else if (command !== '') say('list | pay <number> | fault <name> [value] | clear | quit');
}

async function pay(number: number): Promise<void> {
  const invoice = known[number - 1];
  if (invoice === undefined) {
    say('there is no such invoice');
    return;
  }
  await node.pay(invoice.paymentHash);
  say(`paid; its preimage is ${invoice.preimage ?? 'not known'}`);
}

function setFault(name: string, value: string | undefined): string {
  const switches = faults as unknown as Record<string, unknown>;
  if (!Object.hasOwn(switches, name)) return `there is no fault ${name}`;
  const before = switches[name];
  if (typeof before === 'boolean') switches[name] = value !== 'off';
  else switches[name] = value !== undefined && /^\d+$/.test(value) ? Number(value) : (value ?? null);
  return `${name}: ${String(switches[name])}`;
}

async function end(): Promise<void> {
  clearInterval(watch);
  lines.close();
  await stop();
  process.exit(0);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
