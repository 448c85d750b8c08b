import { limits } from '@turnpike/config';
import { isDatabaseUnavailable } from './database-error.js';
import { GroupCommit } from './group-commit.js';

interface Waiting<Row, Answer> {
  readonly row: Row;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Rows that many callers write at once, several to a statement, each answered for his own. When the server refuses the
 * statement, nothing of it was committed, so every row is written by itself and only the one at fault fails. When the
 * outcome is unknown it is unknown to all of them, and nothing is tried again.
 */
export class GroupedWrites<Row, Answer> {
  private readonly commits: GroupCommit<Waiting<Row, Answer>>;
  private written = 0;

  /** `write` is one transaction and gives the answers in the order of the rows. */
  constructor(private readonly write: (rows: readonly Row[]) => Promise<readonly Answer[]>) {
    this.commits = new GroupCommit((batch) => this.flush([...batch.values()]), limits.groupedWritesMax);
  }

  /** Writes a row with the next statement. Rejects with the database's error. */
  add(row: Row): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.written = (this.written + 1) % Number.MAX_SAFE_INTEGER;
      this.commits.add(String(this.written), { row, resolve, reject });
    });
  }

  private async flush(batch: readonly Waiting<Row, Answer>[]): Promise<void> {
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
