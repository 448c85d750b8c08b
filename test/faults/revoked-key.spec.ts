import { answerTo, millisLetIn, rememberedKey, revoke } from '../support/key-revocation.js';
import { TwoNodes } from '../support/two-nodes.js';

/** What is promised to whoever revokes a key. */
const REVOKED_MILLIS_MAX = 2_000;
let two: TwoNodes;

beforeAll(async () => {
  two = await TwoNodes.start();
}, 60_000);

afterAll(() => two.stop());

describe('a key that one process revoked, without Redis', () => {
  it('is refused by that process in its next call and by the other within two seconds', async () => {
    const { id, key } = await rememberedKey(two);
    await revoke(two, id);
    const millis = millisLetIn(two, key);
    expect(await answerTo(two, 0, key)).toBe(401);
    expect(await millis).toBeLessThan(REVOKED_MILLIS_MAX);
  });

  it('is refused by the other within two seconds even if that was never told', async () => {
    const { id, key } = await rememberedKey(two);
    await two.pool.query({ text: 'UPDATE api_key SET revoked_at = now() WHERE id = $1', values: [id] });
    expect(await millisLetIn(two, key)).toBeLessThan(REVOKED_MILLIS_MAX);
  });

  it('is refused by the other within two seconds when the connection that tells it was cut', async () => {
    const { id, key } = await rememberedKey(two);
    await two.pool.query({
      text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query ~ '^LISTEN'`,
    });
    await revoke(two, id);
    expect(await millisLetIn(two, key)).toBeLessThan(REVOKED_MILLIS_MAX);
  });
});
