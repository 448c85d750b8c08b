import { type TwoNodes } from './two-nodes.js';

/** What a call with this key is answered by a node; it needs no credential that is any good. */
export async function answerTo(two: TwoNodes, onNode: number, key: string): Promise<number> {
  const credential = { macaroon: 'none', preimage: 'none' };
  return (await two.node(onNode).post('/api/l402/challenges/verify', key, credential)).status;
}

/** Makes a key that both nodes have just been asked about, so that both remember it. */
export async function rememberedKey(two: TwoNodes): Promise<{ readonly id: string; readonly key: string }> {
  const scopes = ['challenges:verify'];
  const { body } = await two.node(0).post('/api/merchant/api-keys', two.key, { scopes });
  const [id, key] = [String(body['id']), String(body['key'])];
  if ((await answerTo(two, 0, key)) !== 200 || (await answerTo(two, 1, key)) !== 200) {
    throw new Error('the new key is not known to both nodes');
  }
  return { id, key };
}

/** Ends a key on the first node. */
export async function revoke(two: TwoNodes, id: string): Promise<void> {
  const { status } = await two.node(0).delete(`/api/merchant/api-keys/${id}`, two.key);
  if (status !== 204) throw new Error(`the key was not revoked: ${String(status)}`);
}

/**
 * Calls the second node until it refuses the key; how many milliseconds from now the last call was begun that it let in. How long
 * an answer took on a busy machine is not what is promised.
 */
export async function millisLetIn(two: TwoNodes, key: string): Promise<number> {
  const started = performance.now();
  let last = 0;
  for (;;) {
    const begun = performance.now() - started;
    if ((await answerTo(two, 1, key)) === 401) return last;
    last = begun;
  }
}
