import { keysInUseOf } from '@turnpike/challenges';
import type { Env } from '@turnpike/config';
import type { ArchiveWriter } from '@turnpike/database';
import { OperatorError } from '../command.js';
import { marksOf } from './archive-format.js';
import type { ArchiveHeader, KeyMark } from './archive-format.js';
import { archivedTables } from './archived-tables.js';

/** What may be lost when a merchant is brought in. */
export interface AcceptedLoss {
  /** Of all that is sealed: wallets, webhooks, the headers of proxies. */
  readonly secrets: boolean;
  readonly tokens: boolean;
}

/**
 * Refuses, with OperatorError, rows that need keys which this instance does not have: sealed secrets that would not open, and,
 * unless that is accepted, tokens that would not verify any more.
 */
export async function requireFittingKeys(
  writer: ArchiveWriter,
  header: ArchiveHeader,
  env: Env,
  accepted: AcceptedLoss,
): Promise<void> {
  const { merchantId, keys } = header;
  const kids = new Set<number>();
  for (const table of archivedTables)
    for (const kid of await writer.sealKids(table, merchantId)) kids.add(kid);
  const sealed = strange([...kids].sort(), keys.seal, marksOf(env.sealKeys));
  if (sealed.length > 0)
    throw new OperatorError(
      `its wallets, webhooks or headers of proxies are sealed under key ${sealed.join(', ')} of another instance, which SEAL_KEYS here does not have: put it there, or leave them out with --without-secrets and set them up again`,
    );
  if (accepted.tokens) return;
  const { master, invoice } = await keysInUseOf(writer, merchantId, new Date());
  const tokens = strange(master, keys.master, marksOf(env.masterKeys));
  const invoices = strange(invoice, keys.invoice, marksOf(env.invoiceKeys));
  const [variable, lost] = tokens.length > 0 ? ['MASTER_KEYS', tokens] : ['INVOICE_KEYS', invoices];
  if (lost.length > 0)
    throw new OperatorError(
      `tokens that it sold need key ${lost.join(', ')} of another instance, which ${variable} here does not have: put it there, or give these tokens up with --accept-lost-tokens`,
    );
}

/** The numbers of which our key is not that of the file. */
function strange(
  kids: readonly number[],
  theirs: readonly KeyMark[],
  ours: readonly KeyMark[],
): readonly number[] {
  const markIn = (marks: readonly KeyMark[], kid: number): string | undefined =>
    marks.find((one) => one.kid === kid)?.mark;
  return kids.filter((kid) => markIn(theirs, kid) === undefined || markIn(theirs, kid) !== markIn(ours, kid));
}
