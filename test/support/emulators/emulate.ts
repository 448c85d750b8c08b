// `npm run emulate -- <kind> [port]`: a wallet of that kind on this machine, to try without a node or an account.
import { createInterface } from 'node:readline';
import { BookNode } from './book-node.js';
import { emulateGuide } from './emulate-guide.js';
import { ShownInvoices } from './shown-invoices.js';
import { EMULATED_KINDS, startEmulator, type EmulatedKind } from './start-emulator.js';

const [kind = '', port = '0'] = process.argv.slice(2);
if (!(EMULATED_KINDS as readonly string[]).includes(kind) || !/^\d{1,5}$/.test(port)) {
  say(`npm run emulate -- <kind> [port]\n\nKinds: ${EMULATED_KINDS.join(', ')}`);
  process.exit(kind === '' || kind === '--help' ? 0 : 2);
}

const node = new BookNode();
const emulator = await startEmulator(kind as EmulatedKind, node, Number(port));
const { faults, stop } = emulator;
say(emulateGuide(emulator));

const invoices = new ShownInvoices(node);
const watch = setInterval(showNew, 200);

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
    showNew();
    for (const { number, invoice } of invoices.all())
      say(`${number}  ${(await node.stateOf(invoice.paymentHash))?.is ?? ''}  ${invoice.paymentRequest}`);
  } else if (command !== '') say('list | pay <number> | fault <name> [value] | clear | quit');
}

function showNew(): void {
  for (const { number, invoice } of invoices.takeNew())
    say(`invoice ${number}: ${Number(invoice.amountMsat ?? 0n) / 1000} sat, ${invoice.description ?? ''}`);
}

async function pay(number: number): Promise<void> {
  const invoice = invoices.find(number);
  if (invoice === null) {
    say('there is no such invoice');
    return;
  }
  await node.pay(invoice.paymentHash);
  say(`paid\n\n   PREIMAGE=${invoice.preimage ?? ''}\n`);
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
