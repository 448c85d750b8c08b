import { createLogger } from '@turnpike/observability';
import { LastUseWriter } from './last-use-writer.js';
import { LastUses } from './last-uses.js';
import type { LastUse } from './last-uses.js';

describe('LastUseWriter', () => {
  function writerOver(write: (uses: readonly LastUse[]) => Promise<void>) {
    const lines: string[] = [];
    const logger = createLogger({ logLevel: 'warn' }, { write: (line: string) => lines.push(line) });
    const uses = new LastUses({ write }, 10);
    uses.note('key_1', 1);
    const writer = new LastUseWriter(uses, logger);
    writer.onModuleInit();
    return { writer, lines };
  }

  it('writes what is left at shutdown', async () => {
    const written: LastUse[] = [];
    const { writer, lines } = writerOver(async (uses) => {
      written.push(...uses);
    });
    await writer.onApplicationShutdown();
    expect(written).toEqual([{ keyId: 'key_1', usedAtMs: 1 }]);
    expect(lines).toEqual([]);
  });

  it('lets the process go on shutting down when the database is away, and says so', async () => {
    const { writer, lines } = writerOver(() => Promise.reject(new Error('Connection terminated')));
    await writer.onApplicationShutdown();
    expect(lines).toEqual([expect.stringContaining('could not write when keys were used last')]);
  });
});
