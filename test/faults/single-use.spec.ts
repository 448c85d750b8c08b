import { TwoNodes } from '../support/two-nodes.js';

const ROUNDS = 200;
const CALLS = 200;
let two: TwoNodes;

beforeAll(async () => {
  two = await TwoNodes.start();
}, 60_000);

afterAll(() => two.stop());

describe('a single-use credential presented over two processes', () => {
  it(`by ${String(CALLS)} calls at once is admitted exactly once, ${String(ROUNDS)} times over`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const challenge = await two.paid({ maxUses: 1 }, round);
      const answers = await Promise.all(
        Array.from({ length: CALLS }, (_, call) => two.verify(call, challenge)),
      );
      const admitted = answers.filter(({ body }) => body['valid'] === true);
      const refused = answers.filter(({ body }) => body['reason'] === 'used_up');
      expect([admitted.length, refused.length]).toEqual([1, CALLS - 1]);
      expect(await two.countedUses(challenge.paymentHash)).toBe(1);
    }
  }, 300_000);
});

describe('one request id over two processes', () => {
  it('is one use, however many calls carry it', async () => {
    const challenge = await two.paid({ maxUses: 2 });
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, call) => two.verify(call, challenge, { requestId: 'one' })),
    );
    expect(answers.every(({ body }) => body['valid'] === true)).toBe(true);
    expect(new Set(answers.map(({ body }) => body['useId'])).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('x-idempotency-replayed') === null)).toHaveLength(1);
    expect(await two.countedUses(challenge.paymentHash)).toBe(1);
  });
});
