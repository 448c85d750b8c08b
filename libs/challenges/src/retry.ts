import { limits } from '@turnpike/config';
import { isSerializationFailure } from '@turnpike/database';

/**
 * Runs a statement or transaction again when PostgreSQL broke a deadlock or a serialization conflict by ending it: nothing
 * of it was committed. Any other failure has an unknown outcome and goes to the caller.
 */
export async function retryWhenNothingCommitted<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt > limits.groupCommitRetriesMax || !isSerializationFailure(error)) throw error;
    }
  }
}
