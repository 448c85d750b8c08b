import { applyMigrations, transactionAtBoot } from '@turnpike/database';
import { isRestored, renumber } from './restored-events.repository.js';

/**
 * Makes a database ready to be served from: applies the migrations that it lacks and, if it was restored from another server,
 * numbers its events anew. Processes that start together wait for each other. `tell` gets a line if it takes a while. Rejects
 * as `applyMigrations` does.
 */
export async function prepareDatabase(url: string, tell: (line: string) => void): Promise<void> {
  await applyMigrations(url);
  await transactionAtBoot(url, async (transaction) => {
    if (!(await isRestored(transaction))) return;
    tell('the database was restored from another server: numbering its events anew');
    await renumber(transaction);
  });
}
