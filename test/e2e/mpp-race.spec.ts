import { paymentCredential } from '../support/payment-client.js';
import { TwoNodes } from '../support/two-nodes.js';

const VERIFY = '/api/l402/challenges/verify';
let two: TwoNodes;

beforeAll(async () => {
  two = await TwoNodes.start();
});

afterAll(() => two.stop());

async function bought(terms: object = {}): Promise<{ credential: string; preimage: string; hash: string }> {
  const { invoice, mppChallenge, paymentHash } = (await two.mint(0, terms)).body;
  const { body } = await two.node(0).post('/api/sandbox/pay', two.key, { invoice });
  const preimage = String(body['preimage']);
  const credential = paymentCredential(String(mppChallenge), preimage);
  return { credential, preimage, hash: String(paymentHash) };
}

/** What 50 calls at once are told, by turns on one node and the other. */
async function told(call: (index: number) => object): Promise<unknown[]> {
  const calls = Array.from({ length: 50 }, (_, index) => two.node(index).post(VERIFY, two.key, call(index)));
  return (await Promise.all(calls)).map(({ body }) => body['reason']);
}

describe('50 calls at once with one draft-00 credential, on two nodes', () => {
  it.each([{}, { maxUses: 20 }])('admit one, minted with %j', async (terms) => {
    const { credential, hash } = await bought(terms);
    const reasons = await told(() => ({ credential }));
    expect(reasons.filter((reason) => reason === null)).toHaveLength(1);
    expect(reasons.filter((reason) => reason === 'used_up')).toHaveLength(49);
    expect(await two.countedUses(hash)).toBe(1);
  });

  it('reserve one, whatever their request ids', async () => {
    const { credential, hash } = await bought();
    const reasons = await told((index) => ({ credential, reserve: true, requestId: `r${String(index)}` }));
    expect(reasons.filter((reason) => reason === null)).toHaveLength(1);
    expect(reasons.filter((reason) => reason === 'uses_reserved')).toHaveLength(49);
    expect(await two.countedUses(hash)).toBe(1);
  });

  it('are all the same call under one request id', async () => {
    const { credential, hash } = await bought();
    expect(await told(() => ({ credential, requestId: 'same' }))).toEqual(Array(50).fill(null));
    expect(await two.countedUses(hash)).toBe(1);
  });

  it('leave nothing to the preimage that comes after', async () => {
    const { credential, preimage, hash } = await bought();
    const reasons = await told((index) => (index % 2 === 0 ? { preimage } : { credential }));
    const admitted = reasons.filter((reason) => reason === null).length;
    expect(await two.countedUses(hash)).toBe(admitted);
    expect(new Set(await told(() => ({ preimage })))).toEqual(new Set(['used_up']));
  });
});
