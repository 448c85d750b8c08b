import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Principal } from '@turnpike/merchants';
import { smallApp } from './small-app.fake.js';

/** A small app whose look-up of the key `slow` ends when the test says so. */
async function listening(env: Record<string, string>) {
  let asked: () => void = () => undefined;
  let answer: (holder: Principal | null | Error) => void = () => undefined;
  const wasAsked = new Promise<void>((resolve) => (asked = resolve));
  const lookUp = new Promise<Principal | null>((resolve, reject) => {
    answer = (holder) => (holder instanceof Error ? reject(holder) : resolve(holder));
  });
  const small = await smallApp({
    env,
    authenticate: (key) => {
      if (key !== 'slow') return null;
      asked();
      return lookUp;
    },
  });
  await small.app.listen(0, '127.0.0.1');
  const { port } = small.app.getHttpServer().address() as AddressInfo;
  return { ...small, port, wasAsked, answer };
}

describe('a caller who goes while their key is looked up', () => {
  const TRUSTED = ['', '127.0.0.1', '10.0.0.0/8', '127.0.0.1,10.0.0.0/8'];
  const FORWARDED = ['', 'X-Forwarded-For: 203.0.113.7'];
  const outcomes: ReadonlyArray<[string, null | Error]> = [
    ['the key is unknown', null],
    ['the look-up fails', new TypeError('the inner detail')],
  ];
  const cases = TRUSTED.flatMap((trusted) =>
    FORWARDED.flatMap((forwarded) =>
      outcomes.map(([what, holder]) => ({ trusted, forwarded, what, holder })),
    ),
  );

  it.each(cases)(
    'does no harm: proxies "$trusted" trusted, "$forwarded" sent, $what',
    async ({ trusted, forwarded, holder }) => {
      const { app, port, wasAsked, answer } = await listening({ TRUSTED_PROXIES: trusted });
      const accepted = once(app.getHttpServer(), 'connection') as Promise<[Socket]>;
      const theirs = connect(port, '127.0.0.1');
      theirs.write(`GET /things/1 HTTP/1.1\r\nHost: a\r\nX-API-Key: slow\r\n`);
      theirs.write(forwarded === '' ? '\r\n' : `${forwarded}\r\n\r\n`);
      const [ours] = await accepted;
      await wasAsked;
      const gone = once(ours, 'close');
      theirs.destroy();
      await gone;
      const unhandled: unknown[] = [];
      const note = (reason: unknown): number => unhandled.push(reason);
      process.on('unhandledRejection', note);
      answer(holder);
      const next = await fetch(`http://127.0.0.1:${port}/things/1`, { headers: { 'x-api-key': 'bad' } });
      expect(next.status).toBe(401);
      process.off('unhandledRejection', note);
      expect(unhandled).toEqual([]);
      await app.close();
    },
  );
});
