import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BROWSER_HOOK_MILLIS, describeInBrowser, inBrowser } from '../support/dashboard/browser.js';
import { standIn } from '../support/dashboard/stand-in.js';

describeInBrowser('somebody at the dashboard, in a browser (left out where there is no Chromium)', () => {
  let server: FastifyInstance;
  let seen: Readonly<Record<string, unknown>>;
  const credentials = { email: 'ada@weather.example', password: 'correct horse' };

  beforeAll(async () => {
    server = await standIn();
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    seen = await inBrowser('journeys', { base: `http://127.0.0.1:${port}` });
  }, BROWSER_HOOK_MILLIS);

  afterAll(() => server.close());

  it('is sent to the sign-in and comes back to the page that was asked for', () => {
    expect(seen['to a page and through the sign-in back to it']).toEqual({
      between: `/dashboard/sign-in?next=${encodeURIComponent('/dashboard/challenges?status=paid')}`,
      end: '/dashboard/challenges?status=paid',
      sent: [credentials],
    });
  });

  it('is never sent to another site after signing in', () => {
    expect(seen['with a way back that leads elsewhere']).toEqual({ end: '/dashboard' });
  });

  it('reads why the sign-in failed, and stays', () => {
    expect(seen['with a wrong password']).toEqual({
      alert: expect.stringContaining('The email or the password is wrong.'),
      end: '/dashboard/sign-in',
    });
  });

  it('is asked for the second factor, which goes with what was sent before', () => {
    expect(seen['with a second factor']).toEqual({ sent: [credentials, { ...credentials, code: '123456' }] });
  });

  it('signs in by a one-time link once it says so, and its token stays in no address', () => {
    expect(seen['by a link that was mailed']).toEqual({
      between: '/dashboard/sign-in',
      before: [],
      sent: [{ token: 'tok_abc' }],
      end: '/dashboard',
    });
  });

  it('chooses what is to become of a merchant that somebody paid for with the address', () => {
    expect(seen['by a link to an address that somebody has paid for']).toEqual({
      sent: [{ token: 'tok_abc' }, { token: 'tok_abc', startAfresh: true }],
    });
  });

  it('who has an account signs in as themselves first, and then comes back to the invitation', () => {
    expect(seen['by an invitation to an account that is there']).toEqual({
      named: true,
      between: `/dashboard/sign-in?next=${encodeURIComponent('/dashboard/invitation')}`,
      accepted: [{ token: 'tok_inv' }, { token: 'tok_inv' }],
      end: '/dashboard',
      kept: 0,
    });
  });

  it('is asked to sign in again before what opens the account is changed, and led there and back', () => {
    expect(seen['with a session too old to add a passkey']).toEqual({
      end: `/dashboard/sign-in?next=${encodeURIComponent('/dashboard/security')}`,
    });
  });

  it('is sent to the sign-in when the session ends meanwhile, with the way back', () => {
    expect(seen['with a session that ends meanwhile']).toEqual({
      end: `/dashboard/sign-in?next=${encodeURIComponent('/dashboard/?days=7')}`,
    });
  });

  it('sees at once which mode it is, and each call says it', () => {
    expect(seen['from test to live']).toEqual({ first: 'test', last: 'live' });
  });

  it('gets everywhere by keyboard, and types letters where letters are typed', () => {
    expect(seen['by keyboard alone']).toEqual({
      skip: 'Skip to content',
      skipped: 'H1',
      heading: 'Challenges',
      searching: true,
      typed: 'gk',
    });
  });

  it('is told to try again while the server is away, and can', () => {
    expect(seen['while the server is away']).toEqual({ words: expect.stringContaining('Try again in') });
  });
});
