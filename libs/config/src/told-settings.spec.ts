import { parseEnv } from './env.js';
import { toldSettings } from './told-settings.js';

const SECRET = 'secret-0123456789abcdef';
const ring = `1:${Buffer.alloc(32, 'k').toString('base64')}`;

describe('the settings that are told', () => {
  const env = parseEnv({
    DATABASE_URL: `postgresql://turnpike:${SECRET}@db/turnpike`,
    REDIS_URL: `redis://:${SECRET}@cache`,
    MASTER_KEYS: ring,
    INVOICE_KEYS: ring,
    SEAL_KEYS: ring,
    ADMIN_API_KEY: SECRET,
    SMTP_URL: `smtp://user:${SECRET}@mail.example:587`,
    MAIL_FROM: 'Shop <shop@example.com>',
    ADDRESS_ALLOW: '10.0.0.0/8,node.internal',
    OPERATOR_MERCHANT: '7:live',
  });

  it('are those in force, lists as they are written', () => {
    const values = Object.fromEntries(toldSettings(env).map(({ variable, value }) => [variable, value]));
    expect(values).toMatchObject({
      PORT: '4020',
      PUBLIC_URL: null,
      ADDRESS_ALLOW: '10.0.0.0/8,node.internal',
      WALLET_ALLOW_NETWORKS: 'mainnet',
      OPERATOR_MERCHANT: '7:live',
    });
  });

  it('tell what the instance has made itself from what was set', () => {
    const own = { ...env, selfMade: ['SEAL_KEYS'] as const };
    const values = Object.fromEntries(toldSettings(own).map(({ variable, value }) => [variable, value]));
    expect([values['SEAL_KEYS'], values['MASTER_KEYS']]).toEqual(['made by npm start', 'set']);
  });

  it('hold no secret: only that one is set', () => {
    const told = JSON.stringify(toldSettings(env));
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(ring.slice(2));
    const secrets = [
      'DATABASE_URL',
      'REDIS_URL',
      'MASTER_KEYS',
      'INVOICE_KEYS',
      'SEAL_KEYS',
      'ADMIN_API_KEY',
      'SMTP_URL',
    ];
    for (const variable of secrets) {
      expect(toldSettings(env)).toContainEqual({ variable, value: 'set' });
      expect(toldSettings(parseEnv({}))).toContainEqual({ variable, value: null });
    }
  });
});
