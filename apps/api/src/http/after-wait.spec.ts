import { InternalError } from '@turnpike/problems';
import type { FastifyReply } from 'fastify';
import { afterWait } from './after-wait.js';

/** Runs to the end of all that follows, and tells how the request went on and whether its connection was cut. */
async function outcome(
  wait: Promise<unknown>,
  next: (value: unknown) => void = () => undefined,
  broken = false,
): Promise<{ ended: Array<Error | undefined>; cut: boolean }> {
  const seen = { ended: [] as Array<Error | undefined>, cut: false };
  const reply = { raw: { destroy: () => (seen.cut = true) } } as unknown as FastifyReply;
  const done = (error?: Error): void => {
    seen.ended.push(error);
    if (broken) throw new Error('no answer can be written');
  };
  afterWait(wait, next, done, reply);
  await new Promise((resolve) => setImmediate(resolve));
  return seen;
}

describe('going on after a wait', () => {
  const fault = new TypeError('inner');

  it('leaves it to what comes next', async () => {
    const seen: unknown[] = [];
    expect(await outcome(Promise.resolve(7), (value) => seen.push(value))).toEqual({ ended: [], cut: false });
    expect(seen).toEqual([7]);
  });

  it.each<[string, Promise<unknown>, () => void]>([
    ['the wait', Promise.reject(fault), () => undefined],
    [
      'what comes next',
      Promise.resolve(),
      () => {
        throw fault;
      },
    ],
  ])('ends the request when %s fails', async (_what, wait, next) => {
    expect(await outcome(wait, next)).toEqual({ ended: [fault], cut: false });
  });

  it('makes an error of what is none', async () => {
    const { ended } = await outcome(Reflect.apply(Promise.reject, Promise, ['a text']));
    expect(ended).toEqual([expect.any(InternalError)]);
  });

  it('cuts the connection when not even the error can be answered', async () => {
    expect(await outcome(Promise.reject(fault), undefined, true)).toEqual({ ended: [fault], cut: true });
  });
});
