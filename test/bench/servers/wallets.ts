// Emulated LND nodes, each answering after a fixed delay, in a process of their own. Tells how to connect each of them.
import { BookNode } from '../../support/emulators/book-node.js';
import { startEmulator } from '../../support/emulators/start-emulator.js';

const { count, delayMillis } = JSON.parse(process.argv[2] ?? '{}') as { count: number; delayMillis: number };
const wallets = await Promise.all(Array.from({ length: count }, () => startEmulator('lnd', new BookNode())));
for (const { faults } of wallets) faults.slowMillis = delayMillis;

process.on('message', (message: { stop?: true; fault?: string; of?: number; value?: unknown }) => {
  if (message.stop) process.exit(0);
  const faults = wallets[message.of ?? 0]?.faults as unknown as Record<string, unknown>;
  if (message.fault !== undefined) faults[message.fault] = message.value;
  process.send?.({ done: true });
});
process.on('disconnect', () => process.exit(1));
process.send?.({ credentials: wallets.map(({ credentials }) => credentials) });
