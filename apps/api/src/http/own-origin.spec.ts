import { parseEnv } from '@turnpike/config';
import type { FastifyRequest } from 'fastify';
import { OwnOrigin } from './own-origin.js';
import { PublicUrl } from './public-url.js';

const origins = (publicUrl: string): OwnOrigin => {
  const env = parseEnv({ PUBLIC_URL: publicUrl });
  return new OwnOrigin(env, new PublicUrl(env));
};
const request = (headers: Record<string, string>): FastifyRequest => ({ headers }) as FastifyRequest;

describe('a page of ours', () => {
  it('is one of the configured address and of no other, whatever host is called', () => {
    const ours = origins('https://pay.example.com/below');
    const from = (origin: string, host = 'pay.example.com') => ours.isProven(request({ origin, host }));
    expect(from('https://pay.example.com')).toBe(true);
    expect(from('https://evil.example', 'evil.example')).toBe(false);
    for (const origin of [
      'http://pay.example.com',
      'https://pay.example.com:8443',
      'https://pay.example.com.evil.example',
      'https://sub.pay.example.com',
      'null',
      '',
    ]) {
      expect([origin, from(origin)]).toEqual([origin, false]);
    }
  });

  it('is, without a configured address, one of the host that is called', () => {
    const ours = origins('');
    expect(ours.isProven(request({ origin: 'http://localhost:4020', host: 'localhost:4020' }))).toBe(true);
    expect(ours.isProven(request({ origin: 'http://evil.example', host: 'localhost:4020' }))).toBe(false);
  });

  it('need not be one for a program, which names none, unless a cookie lets it in', () => {
    const ours = origins('https://pay.example.com');
    expect([ours.isPossible(request({})), ours.isProven(request({}))]).toEqual([true, false]);
    for (const site of ['cross-site', 'same-site']) {
      expect(ours.isPossible(request({ 'sec-fetch-site': site }))).toBe(false);
    }
    expect(ours.isPossible(request({ 'sec-fetch-site': 'none' }))).toBe(true);
    expect(ours.isProven(request({ 'sec-fetch-site': 'none' }))).toBe(false);
  });
});
