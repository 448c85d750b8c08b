import { ColdPool } from '@turnpike/database';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { KeyUpkeepRepository } from './key-upkeep.repository.js';
import { KeyUpkeep } from './key-upkeep.js';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const after = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
let database: TestDatabase;
let pool: ColdPool;
let upkeep: KeyUpkeep;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 4);
  upkeep = new KeyUpkeep(new KeyUpkeepRepository(pool));
});
beforeEach(() => pool.query({ text: 'TRUNCATE api_key, outbox' }));
afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

let made = 0;
async function key(
  expiresAt: Date | null,
  more: { createdAt?: Date; revokedAt?: Date } = {},
): Promise<string> {
  made += 1;
  const { createdAt = after(-30), revokedAt = null } = more;
  const hash = Buffer.alloc(32, made);
  const id = `key_${hash.toString('hex').slice(0, 32)}`;
  const values = [id, hash, createdAt, expiresAt, revokedAt];
  await pool.query({
    text: `INSERT INTO api_key (id, merchant_id, mode, label, scopes, prefix, secret_hash, created_at, expires_at, revoked_at)
      VALUES ($1, 7, 1, 'till', '{challenges:read}', 'tp_live_ab', $2, $3, $4, $5)`,
    values,
  });
  return id;
}

const told = async (): Promise<Record<string, unknown>[]> =>
  (
    await pool.query<Record<string, unknown>>({
      text: 'SELECT merchant_id, mode, type, data, occurred_at FROM outbox ORDER BY id',
    })
  ).rows;

describe('a key that is about to end', () => {
  it('is told of once, seven days before, however many tell', async () => {
    const id = await key(after(7));
    await Promise.all(Array.from({ length: 4 }, () => upkeep.tell(NOW)));
    await upkeep.tell(after(6));
    expect(await told()).toEqual([
      {
        merchant_id: 7,
        mode: 1,
        type: 'api_key.expiring',
        data: {
          mode: 'live',
          merchantId: 7,
          keyId: id,
          label: 'till',
          prefix: 'tp_live_ab',
          scopes: ['challenges:read'],
          expiresAt: '2026-11-27T12:00:00.000Z',
        },
        occurred_at: NOW,
      },
    ]);
  });

  it('is not one that has more time, or none, or is over, or was made for less', async () => {
    await key(null);
    await key(after(7.01));
    await key(NOW);
    await key(after(3), { revokedAt: NOW });
    await key(after(3), { createdAt: after(-1) });
    expect([await upkeep.tell(NOW), await told()]).toEqual([0, []]);
    expect(await upkeep.tell(after(0.5))).toBe(1);
  });
});
