// `npm run bench`: figures as ratios between variants in one run, medians of interleaved rounds. `npm run bench -- verify`
// runs one part; `--quick` runs short rounds on few rows, to see that it works.
import { startDatabase } from './instance.mjs';
import { tally } from './measure.mjs';
import { isPinned, pinSelf } from './processes.mjs';
import { benchDashboard } from './dashboard.mjs';
import { benchGateway } from './gateway.mjs';
import { benchMemory } from './memory.mjs';
import { benchMiddleware } from './middleware.mjs';
import { benchMint } from './mint.mjs';
import { benchSize } from './size.mjs';
import { benchSettlements } from './settlements.mjs';
import { benchVerify } from './verify.mjs';
import { benchWallets } from './wallets.mjs';

const parts = {
  verify: benchVerify,
  mint: benchMint,
  wallets: benchWallets,
  settlements: benchSettlements,
  size: benchSize,
  gateway: benchGateway,
  dashboard: benchDashboard,
  memory: benchMemory,
  middleware: benchMiddleware,
};
const quick = process.argv.includes('--quick');
const asked = process.argv.slice(2).filter((word) => word in parts);
const scale = quick
  ? { tokens: 5_000, rounds: 3, seconds: 1, stored: 20_000, verifies: 20_000, settlements: 1_000 }
  : { tokens: 100_000, rounds: 5, seconds: 4, stored: 1_000_000, verifies: 1_000_000, settlements: 10_000 };

pinSelf();
console.log(
  `Node ${process.version}; ${isPinned ? 'server on processor 0, load and database on 1' : 'not pinned'}`,
);
const database = await startDatabase();
try {
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) await parts[name](database, scale);
} finally {
  await database.stop();
}
const { met, of } = tally();
console.log(`\n${met} of ${of} aims met`);
