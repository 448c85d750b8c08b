import type { FastifyReply, FastifyRequest } from 'fastify';
import { SessionCookie } from './session-cookie.js';

const TOKEN = 'A'.repeat(43);
const overTls = new SessionCookie({ value: 'https://pay.example.com' });
const onThisMachine = new SessionCookie({ value: 'http://127.0.0.1' });

/** The cookie header that is set. */
function set(act: (reply: FastifyReply) => void): string {
  let line = '';
  const reply: Pick<FastifyReply, 'header'> = {
    header: (_name, value) => {
      line = String(value);
      return reply as FastifyReply;
    },
  };
  act(reply as FastifyReply);
  return line;
}

const read = (cookie: string | undefined, cookies = onThisMachine): string | null =>
  cookies.of({ headers: { ...(cookie !== undefined && { cookie }) } } as FastifyRequest, 'tp_session');

describe('the cookie of a session', () => {
  it('is another one for each instance on a machine, as browsers know no ports', () => {
    const onPort = new SessionCookie({ value: 'http://127.0.0.1:4020' });
    expect(set((reply) => onPort.set(reply, 'tp_session', TOKEN, 60))).toContain('tp_session_4020=');
    expect(read(`tp_session_4021=${TOKEN}; tp_session_4020=${'B'.repeat(43)}`, onPort)).toBe('B'.repeat(43));
    expect(read(`tp_session=${TOKEN}`, onPort)).toBeNull();
  });

  it('is sent over TLS only where we have it, to our own pages only, and never to a script', () => {
    const line = set((reply) => overTls.set(reply, 'tp_session', TOKEN, 60));
    expect(line).toBe(`__Host-tp_session=${TOKEN}; Max-Age=60; Path=/; HttpOnly; SameSite=Strict; Secure`);
    expect(line).not.toContain('Domain');
    expect(set((reply) => onThisMachine.set(reply, 'tp_session', TOKEN, 60))).toBe(
      `tp_session=${TOKEN}; Max-Age=60; Path=/; HttpOnly; SameSite=Strict`,
    );
  });

  it('is over TLS one that no other host of the domain can set, and no other is read', () => {
    expect(read(`__Host-tp_session=${TOKEN}`, overTls)).toBe(TOKEN);
    expect(read(`tp_session=${TOKEN}`, overTls)).toBeNull();
    expect(read(`__Host-tp_session=${TOKEN}`)).toBeNull();
    const signUp = set((reply) => overTls.set(reply, 'tp_signup', TOKEN, 60));
    expect(signUp).toMatch(/^__Host-tp_signup=.*; Path=\/;.*; Secure$/);
  });

  it('is taken back under the same attributes', () => {
    const line = set((reply) => overTls.clear(reply, 'tp_session'));
    expect(line).toBe('__Host-tp_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure');
  });

  it.each([
    [`tp_session=${TOKEN}`, TOKEN],
    [`a=b; tp_session=${TOKEN};c=d`, TOKEN],
    [`xtp_session=${TOKEN}`, null],
    [`tp_session=${TOKEN}; tp_session=${TOKEN}`, null],
    [`tp_session="${TOKEN}"`, null],
    ['tp_session=', null],
    ['tp_session', null],
    [undefined, null],
  ])('is read from %s', (header, token) => {
    expect(read(header)).toBe(token);
  });
});
