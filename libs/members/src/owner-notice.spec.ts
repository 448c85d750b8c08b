import { ownerNotice } from './owner-notice.js';

const names: Readonly<Record<string, string>> = { individual: 'Individual', free: 'Free' };
const notice = (type: string, data: Record<string, unknown>, mode: 'test' | 'live' = 'live') =>
  ownerNotice({ type, mode, data }, (id) => names[id] ?? id);

const ENDING = { planTier: 'individual', ending: 'trial', endsAt: '2026-12-20T10:30:00.000Z', days: 7 };
const KEY = { keyId: 'key_1', label: 'Shop', prefix: 'tp_live_abcd', expiresAt: '2026-12-20T10:30:00.000Z' };
const WALLET = {
  walletId: 'wal_a',
  kind: 'lnd',
  label: 'Node',
  role: 'primary',
  since: '2026-11-20T09:05:00.000Z',
};

describe('owners are told', () => {
  it('of the end of a trial, and what comes after it', () => {
    expect(notice('plan.trial_ending', { ...ENDING, nextPlanTier: null })).toEqual({
      matter: 'plan',
      subject: 'The trial of your Turnpike plan ends on 2026-12-20',
      lines: [
        'The trial of the plan Individual ends at 2026-12-20 10:30 UTC. From then on minting and verifying are answered 403 until the merchant has a plan again.',
      ],
    });
    expect(notice('plan.trial_ending', { ...ENDING, ending: 'period', nextPlanTier: 'free' })).toMatchObject({
      subject: 'The paid period of your Turnpike plan ends on 2026-12-20',
      lines: [expect.stringContaining('From then on the plan Free holds')],
    });
  });

  it('of a plan that has ended, and not of one that somebody changed', () => {
    const ended = { cause: 'end', previousPlanTier: 'individual' };
    const lines = (planTier: string) => notice('plan.changed', { ...ended, planTier })?.lines.join(' ');
    expect(lines('individual')).toMatch(/Individual has ended\..*403/);
    expect(lines('free')).toMatch(/Individual has ended\..*the plan Free holds/);
    for (const cause of ['operator', 'purchase'])
      expect(notice('plan.changed', { ...ended, cause, planTier: 'free' })).toBeNull();
  });

  it('of a live key that is about to end, by its label and what can be seen of it, and of no test key', () => {
    expect(notice('api_key.expiring', KEY)?.lines[0]).toBe(
      'The live API key "Shop" (tp_live_abcd) ends by itself at 2026-12-20 10:30 UTC. Calls with it are refused from then on.',
    );
    expect(notice('api_key.expiring', { ...KEY, label: null })?.lines[0]).toContain('key tp_live_abcd ends');
    expect(notice('api_key.expiring', KEY, 'test')).toBeNull();
  });

  it.each([
    ['wallet.unavailable', /does not answer/, /has not answered since 2026-11-20 09:05 UTC/],
    ['wallet.rejected', /refuses/, /has refused our credentials since/],
    ['wallet.recovered', /answers again/, /answers again, since/],
  ])('of a primary wallet by %s, and of no other wallet', (type, subject, line) => {
    expect(notice(type, WALLET)).toMatchObject({
      matter: 'wallets',
      subject: expect.stringMatching(subject),
      lines: [expect.stringMatching(line), expect.any(String)],
    });
    for (const role of ['fallback', null]) expect(notice(type, { ...WALLET, role })).toBeNull();
  });

  it('of nothing else', () => {
    for (const type of ['challenge.paid', 'api_key.revoked', 'plan.limit_reached', 'wallet.fallback_used'])
      expect(notice(type, { ...WALLET, ...KEY })).toBeNull();
  });

  it('in words that a mail program makes no link of, whatever a label holds', () => {
    expect(notice('wallet.recovered', { ...WALLET, label: 'https://evil.example\nx' })?.lines[0]).not.toMatch(
      /https:\/\/|evil\.example|\n/,
    );
  });
});
