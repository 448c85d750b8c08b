/** A table of which every merchant has rows of its own, as its owner describes it to whoever moves merchants. */
export interface ArchivedTable {
  readonly name: string;
  /** The condition under which a row is the merchant's whose number is `$1`. It names columns without a table. */
  readonly ofMerchant: string;
  /** The column that a sequence numbers, if one does, which must not give a number again that was brought in. */
  readonly numbered?: string;
  /** Columns, with the SQL of the value that they get where the row is brought in, as their own means nothing there. */
  readonly replaced?: Readonly<Record<string, string>>;
  /** The column with a number that means nothing elsewhere: its sequence gives another where the row is brought in. */
  readonly renumbered?: string;
  /** The column that names a row of another table, which comes before it, by such a number. */
  readonly belongsTo?: { readonly column: string; readonly table: string };
  /** The columns that are sealed, which open only under the keys that they were sealed with. */
  readonly sealed?: readonly string[];
  /** What becomes of a row without what is sealed: it is left out, or columns get these values, in SQL. */
  readonly unsealed?: 'left out' | Readonly<Record<string, string>>;
}

/** How many rows are read or written at a time. */
export const ARCHIVE_BATCH_ROWS_MAX = 500;
