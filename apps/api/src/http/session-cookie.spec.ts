import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearCookie, cookieOf, setCookie } from './session-cookie.js';

const TOKEN = 'A'.repeat(43);

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

const read = (cookie: string | undefined): string | null =>
  cookieOf({ headers: { ...(cookie !== undefined && { cookie }) } } as FastifyRequest, 'tp_session');

describe('the cookie of a session', () => {
  it('is sent over TLS only where we have it, to our own pages only, and never to a script', () => {
    const line = set((reply) => setCookie(reply, 'https://pay.example.com', 'tp_session', TOKEN, 60));
    expect(line).toBe(`tp_session=${TOKEN}; Max-Age=60; Path=/; HttpOnly; SameSite=Strict; Secure`);
    expect(line).not.toContain('Domain');
    expect(set((reply) => setCookie(reply, 'http://127.0.0.1', 'tp_session', TOKEN, 60))).not.toContain(
      'Secure',
    );
  });

  it('is taken back under the same attributes', () => {
    const line = set((reply) => clearCookie(reply, 'https://pay.example.com', 'tp_session'));
    expect(line).toBe('tp_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure');
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
