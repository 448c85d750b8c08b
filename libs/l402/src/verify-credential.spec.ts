import vectors from '../../../test/vectors/macaroon/verdicts.json' with { type: 'json' };
import type { MerchantId } from './merchant-id.js';
import type { Mode } from './mode.js';
import { RootKeys } from './root-keys.js';
import { verifyCredential } from './verify-credential.js';

const keys = new RootKeys(vectors.masterKeys.map(({ kid, hex }) => ({ kid, key: Buffer.from(hex, 'hex') })));

describe('verifyCredential', () => {
  it.each(vectors.cases)('$name: $reason', (vector) => {
    const tenant = { mode: vector.mode as Mode, merchantId: vector.merchantId as MerchantId };
    const verdict = verifyCredential(vector, tenant, vector.context, keys);
    if (vector.reason === null) {
      expect(verdict).toMatchObject({ ...tenant, valid: true, resource: '/v1/forecast', amountSats: 25 });
    } else {
      const missing = 'missing' in vector ? { missing: vector.missing } : {};
      expect(verdict).toEqual({ valid: false, reason: vector.reason, ...missing });
    }
  });
});
