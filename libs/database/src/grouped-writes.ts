import { limits } from '@turnpike/config';
import { isDatabaseUnavailable } from './database-error.js';
import { GroupCommit } from './group-commit.js';

interface Waiting<Row, Answer> {
  readonly row: Row;
  readonly isWanted: () => boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** A row that was never sent. By its code the database is short of resources, which callers take for unavailable. */
class NotWritten extends Error {
  readonly code = '53400';
}

/**
 * Rows that many callers write at once, several to a statement, each answered for his own. When the server refuses the
 * statement, nothing of it was committed, so every row is written by itself and only the one at fault fails. When the
 * outcome is unknown it is unknown to all of them, and nothing is tried again. Beyond a bound of rows that wait, a row is
 * refused at once; that and a row nobody wants any more count as an unavailable database.
 */
export class GroupedWrites<Row, Answer> {
  private readonly commits: GroupCommit<Waiting<Row, Answer>>;
  private added = 0;
  private waiting = 0;

  /** `write` is one transaction and gives the answers in the order of the rows. */
  constructor(private readonly write: (rows: readonly Row[]) => Promise<readonly Answer[]>) {
    this.commits = new GroupCommit((batch) => this.flush([...batch.values()]), limits.groupedWritesMax);
  }

  /**
   * Writes a row with the next statement, unless by then nobody wants it. Rejects with the database's error, or with one
   * for which `isDatabaseUnavailable` holds if the row was not sent.
   */
  async add(row: Row, isWanted: () => boolean = () => true): Promise<Answer> {
    if (this.waiting >= limits.groupedWritesWaitingMax) throw new NotWritten('too many rows wait');
    this.waiting += 1;
    try {
      return await new Promise((resolve, reject) => {
        this.added = (this.added + 1) % Number.MAX_SAFE_INTEGER;
        this.commits.add(String(this.added), { row, isWanted, resolve, reject });
      });
    } finally {
      this.waiting -= 1;
    }
  }

  private async flush(gathered: readonly Waiting<Row, Answer>[]): Promise<void> {
    const batch: Waiting<Row, Answer>[] = [];
    for (const each of gathered) {
      if (each.isWanted()) batch.push(each);
      else each.reject(new NotWritten('nobody wants it any more'));
    }
    if (batch.length === 0) return;
    try {
      const answers = await this.write(batch.map(({ row }) => row));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      if (batch.length > 1 && !isDatabaseUnavailable(error)) {
        for (const each of batch) await this.flush([each]);
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }
}
