import { Deadline } from '../deadline.js';
import type { WalletUnderTest } from './wallet.conformance.js';

/** A credential that is good for more, or not, and the words for what it is good for. */
export interface RightsCase<R> {
  readonly title: string;
  readonly rights: R;
  readonly excess: readonly string[];
}

const MILLIS = 5_000;

/** Declares the tests that every kind passes that can find out what its credential is good for. */
export function describeExcessPermissions<R>(
  name: string,
  open: (rights: R) => Promise<WalletUnderTest>,
  cases: readonly RightsCase<R>[],
): void {
  describe(`rights of a credential: ${name}`, () => {
    it.each(cases)('$title', async ({ rights, excess }) => {
      const under = await open(rights);
      try {
        const { excessPermissions } = await under.wallet.checkConnection(Deadline.in(MILLIS));
        expect([...excessPermissions].sort()).toEqual([...excess].sort());
      } finally {
        await under.close();
      }
    });
  });
}
