import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';
import { DEFAULT_SETTINGS } from './merchant-settings.js';
import { PrincipalCache } from './principal-cache.js';
import type { KnownKey } from './principal-cache.js';

function merchant(id: number): MerchantId {
  const parsed = parseMerchantId(id);
  if (parsed === null) throw new Error('not a merchant id');
  return parsed;
}

function keyOf(merchantId: number, keyId = `key_${merchantId}`): KnownKey {
  return {
    principal: {
      keyId,
      actor: { kind: 'api_key', id: keyId, label: null },
      merchantId: merchant(merchantId),
      mode: 'test',
      scopes: new Set(['challenges:read'] as const),
      planTier: 'unlimited',
      isActive: true,
      settings: DEFAULT_SETTINGS,
    },
    expiresAtMs: null,
    later: null,
  };
}

/** A question that is answered when the test says so. */
function question() {
  let asked = 0;
  let give: (answer: KnownKey | null) => void = () => undefined;
  let fail: (cause: Error) => void = () => undefined;
  return {
    ask: () => {
      asked += 1;
      return new Promise<KnownKey | null>((resolve, reject) => {
        give = resolve;
        fail = reject;
      });
    },
    give: (answer: KnownKey | null) => give(answer),
    fail: (cause: Error) => fail(cause),
    get asked() {
      return asked;
    },
  };
}

describe('PrincipalCache', () => {
  let nowMs: number;
  let cache: PrincipalCache;

  beforeEach(() => {
    nowMs = 1_000;
    cache = new PrincipalCache({ knownKeysMax: 3, unknownKeysMax: 2, keyAgeMsMax: 1_500 }, () => nowMs);
  });

  const remember = (fingerprint: string, answer: KnownKey | null) =>
    cache.load(fingerprint, () => Promise.resolve(answer));

  it('answers from memory up to its age and not a millisecond longer', async () => {
    const known = keyOf(1);
    await remember('a', known);
    nowMs += 1_500;
    expect(cache.get('a')).toBe(known);
    nowMs += 1;
    expect(cache.get('a')).toBeUndefined();
  });

  it('counts the age from the question, not from the answer', async () => {
    const slow = question();
    const answer = cache.load('a', slow.ask);
    nowMs += 1_400;
    slow.give(keyOf(1));
    await answer;
    nowMs += 101;
    expect(cache.get('a')).toBeUndefined();
  });

  it('remembers that a key does not exist, for as long', async () => {
    await remember('nobody', null);
    expect(cache.get('nobody')).toBeNull();
    nowMs += 1_501;
    expect(cache.get('nobody')).toBeUndefined();
  });

  it('keeps its bound, dropping what was not used for longest', async () => {
    for (const id of [1, 2, 3]) await remember(`k${id}`, keyOf(id));
    cache.get('k1');
    await remember('k4', keyOf(4));
    expect(['k1', 'k2', 'k3', 'k4'].map((name) => cache.get(name) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('lets no number of unknown keys push out a known one', async () => {
    await remember('real', keyOf(1));
    for (let guess = 0; guess < 50; guess += 1) await remember(`guess-${guess}`, null);
    expect(cache.get('real')).toBeDefined();
    expect(cache.get('guess-49')).toBeNull();
    expect(cache.get('guess-0')).toBeUndefined();
  });

  it('puts one question for any number of simultaneous callers', async () => {
    const slow = question();
    const callers = [cache.load('a', slow.ask), cache.load('a', slow.ask), cache.load('a', slow.ask)];
    const known = keyOf(1);
    slow.give(known);
    expect(await Promise.all(callers)).toEqual([known, known, known]);
    expect(slow.asked).toBe(1);
  });

  it('passes a failure to everybody who waits and asks again afterwards', async () => {
    const slow = question();
    const callers = [cache.load('a', slow.ask), cache.load('a', slow.ask)];
    slow.fail(new Error('database away'));
    const outcomes = await Promise.allSettled(callers);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(cache.get('a')).toBeUndefined();
    await remember('a', keyOf(1));
    expect(cache.get('a')).toBeDefined();
  });

  it('forgets all keys of one merchant and no other', async () => {
    await remember('a', keyOf(1, 'key_a'));
    await remember('b', keyOf(1, 'key_b'));
    await remember('c', keyOf(2));
    cache.forget(merchant(1));
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, undefined]);
    expect(cache.get('c')).toBeDefined();
  });

  it('does not remember an answer that was under way when something changed', async () => {
    const slow = question();
    const before = cache.load('a', slow.ask);
    cache.forget(merchant(1));
    slow.give(keyOf(1));
    expect(await before).not.toBeNull();
    expect(cache.get('a')).toBeUndefined();
  });

  it('lets nobody who comes after a change join a question from before it', async () => {
    const old = question();
    const fresh = question();
    const before = cache.load('a', old.ask);
    cache.forget(merchant(1));
    const after = cache.load('a', fresh.ask);
    old.give(keyOf(1));
    await before;
    const joined = cache.load('a', question().ask);
    fresh.give(null);
    expect(await after).toBeNull();
    expect(await joined).toBeNull();
    expect(fresh.asked).toBe(1);
  });

  it('replaces what it knew when the answer changes', async () => {
    await remember('a', keyOf(1));
    nowMs += 2_000;
    await remember('a', null);
    expect(cache.get('a')).toBeNull();
  });
});
