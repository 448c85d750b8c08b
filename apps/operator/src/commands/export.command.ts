import { open, unlink } from 'node:fs/promises';
import { appendAuditEntry } from '@turnpike/audit';
import { ColdPool } from '@turnpike/database';
import { exportMerchant } from '../archive/export-merchant.js';
import type { ArchivedRows } from '../archive/export-merchant.js';
import { NOT_MOVED } from '../archive/not-moved.js';
import { OperatorError } from '../command.js';
import type { Command, CommandAnswer, CommandCall } from '../command.js';
import { errorCode } from '../error-code.js';
import { columns } from '../help-text.js';
import { readMerchant } from '../read-values.js';
import { shellAuthor } from '../shell-author.js';
import { withParts } from '../with-parts.js';
import type { Parts } from '../with-parts.js';

const OWNER_ONLY = 0o600;

/** Writes a merchant into a file. */
export const exportCommand: Command = {
  name: 'export',
  summary:
    'Writes a merchant with all that is its own into a file, from which another instance can bring it in.',
  notes: [
    'The file has the hashes of its keys and, sealed, the secrets of its wallets, webhooks and proxies: keep it as you keep the database. It opens nothing without the keys of this instance.',
    NOT_MOVED,
    'To move a merchant, switch it off first (isActive), so that nothing is sold after the file was written.',
  ],
  options: {
    merchant: { value: 'id', meaning: 'which one', isRequired: true },
    out: { value: 'file', meaning: 'where to, readable by you only; without it, to standard output' },
  },
  async run(call) {
    const merchantId = readMerchant(call.requiredText('merchant'));
    return withParts(call, async (parts) => {
      const out = call.text('out');
      const rows =
        out === null
          ? await exportMerchant(parts.env, merchantId, writeOut, call.signal)
          : await intoFile(out, (write) => exportMerchant(parts.env, merchantId, write, call.signal));
      await tell(parts, merchantId, rows);
      return answerOf(merchantId, out, rows, call);
    });
  },
};

/** The answer, which is not on standard output where the file is. */
function answerOf(
  merchantId: number,
  out: string | null,
  rows: ArchivedRows,
  call: CommandCall,
): CommandAnswer {
  const table = columns(Object.entries(rows).map(([name, count]) => [name, String(count)]));
  if (out !== null)
    return { json: { merchantId, out, rows }, lines: [...table, NOT_MOVED, `written to ${out}`] };
  for (const line of [...table, NOT_MOVED]) call.progress(line);
  return { json: null, lines: [], isSilent: true };
}

async function tell({ part }: Parts, merchantId: number, rows: ArchivedRows): Promise<void> {
  const change = { action: 'merchant.export', target: String(merchantId), detail: { rows } } as const;
  await part(ColdPool).withTransaction((tx) =>
    appendAuditEntry(tx, shellAuthor(), { merchantId, mode: null, ...change, at: new Date() }),
  );
}

async function intoFile(
  path: string,
  work: (write: (text: string) => Promise<void>) => Promise<ArchivedRows>,
): Promise<ArchivedRows> {
  const file = await open(path, 'wx', OWNER_ONLY).catch((error: unknown) => {
    if (errorCode(error) === 'EEXIST') throw new OperatorError(`${path} exists, and is left as it is`);
    throw error;
  });
  try {
    const rows = await work(async (text) => {
      await file.write(text);
    });
    await file.sync();
    await file.close();
    return rows;
  } catch (error) {
    await file.close();
    await unlink(path);
    throw error;
  }
}

function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) =>
    process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
  );
}
