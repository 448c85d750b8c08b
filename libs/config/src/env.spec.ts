import { EnvError, environmentVariables, parseBrokerAccess, parseEnv } from './index.js';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const rings = { MASTER_KEYS: `1:${key(1)}`, INVOICE_KEYS: `1:${key(2)}`, SEAL_KEYS: `1:${key(3)}` };

const refusal = (source: Record<string, string>): EnvError => {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error;
  }
  throw new Error('was accepted');
};

describe('the configuration', () => {
  it('has working defaults when nothing is set', () => {
    expect(parseEnv({})).toEqual({
      port: 4020,
      host: '127.0.0.1',
      demoPort: 4021,
      metricsPort: null,
      metricsHost: '127.0.0.1',
      publicUrl: null,
      trustedProxies: [],
      role: 'all',
      dataDir: '.data',
      databaseUrl: null,
      redisUrl: null,
      masterKeys: null,
      invoiceKeys: null,
      sealKeys: null,
      selfMade: [],
      adminApiKey: null,
      walletAllowNetworks: ['mainnet'],
      addressAllow: [],
      upstreamHttp2: [],
      logLevel: 'warn',
      shutdownSeconds: 15,
      rateLimits: {
        verify: 60_000,
        mint: 600,
        read: 600,
        write: 60,
        admin: 60,
        publicRead: 120,
        failedKeys: 60,
        gateway: 60,
        signIn: 10,
      },
      priceSatsMax: 100_000_000,
      strikeUrl: 'https://api.strike.me',
      openNodeUrl: 'https://api.opennode.com',
      openChallengesMax: 20_000,
      operatorMerchant: null,
      plans: [expect.objectContaining({ id: 'unlimited', period: null, trialDays: 0 })],
      defaultPlan: 'unlimited',
      planCapsInTestMode: false,
      signUp: null,
      signUpPriceSats: 100,
      smtpUrl: null,
      mailFrom: null,
    });
  });

  it('is frozen, with everything in it', () => {
    const env = parseEnv(rings);
    for (const value of [env, env.rateLimits, env.masterKeys, env.walletAllowNetworks]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });

  it('takes an empty or blank variable as unset', () => {
    const blank = Object.fromEntries(
      environmentVariables.map(({ name }, i) => [name, i % 2 === 0 ? '' : '  ']),
    );
    expect(parseEnv(blank)).toEqual(parseEnv({}));
  });

  it('reads exactly the variables of the documented table, with the defaults that it states', () => {
    const read = new Set<string>();
    const source = new Proxy<Record<string, string>>(
      {},
      { get: (_target, name) => void read.add(String(name)) },
    );
    parseEnv(source);
    expect(() => parseBrokerAccess(source)).toThrow(EnvError);
    expect([...read].sort()).toEqual(environmentVariables.map(({ name }) => name).sort());
    const stated = Object.fromEntries(
      environmentVariables.map((variable) => [variable.name, variable.default]),
    );
    expect(parseEnv(stated)).toEqual(parseEnv({}));
  });

  it('reads key rings in order, the first one to mint', () => {
    const env = parseEnv({ MASTER_KEYS: `2:${key(9)}, 1:${key(8)}` });
    expect(env.masterKeys).toEqual([
      { kid: 2, key: Buffer.alloc(32, 9) },
      { kid: 1, key: Buffer.alloc(32, 8) },
    ]);
  });

  it('reads addresses, lists and the merchant of the operator', () => {
    const env = parseEnv({
      PUBLIC_URL: 'https://pay.example.com/broker/',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      WALLET_ALLOW_NETWORKS: 'mainnet,regtest',
      ADDRESS_ALLOW: 'Node.internal, 192.168.1.5, fd00::/8',
      UPSTREAM_HTTP2: 'API.internal',
      OPERATOR_MERCHANT: '1:live',
      RATE_LIMIT_VERIFY: '0',
      PORT: '0',
    });
    expect(env).toMatchObject({
      publicUrl: 'https://pay.example.com/broker',
      trustedProxies: ['10.0.0.0/8', '::1'],
      walletAllowNetworks: ['mainnet', 'regtest'],
      addressAllow: ['node.internal', '192.168.1.5', 'fd00::/8'],
      upstreamHttp2: ['api.internal'],
      operatorMerchant: { merchantId: 1, mode: 'live' },
      port: 0,
    });
    expect(env.rateLimits.verify).toBe(0);
  });

  it('wants the keys from outside when the database is', () => {
    const DATABASE_URL = 'postgresql://u:p@db/turnpike';
    expect(parseEnv({ ...rings, DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    expect(refusal({ ...rings, DATABASE_URL, SEAL_KEYS: '' }).variable).toBe('SEAL_KEYS');
  });

  it.each([
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['METRICS_PORT', '1.5'],
    ['HOST', 'my host'],
    ['PUBLIC_URL', 'pay.example.com'],
    ['PUBLIC_URL', 'ftp://pay.example.com'],
    ['PUBLIC_URL', 'https://user:hunter2@pay.example.com'],
    ['PUBLIC_URL', 'https://pay.example.com/?a'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'true'],
    ['ROLE', 'gatekeeper'],
    ['DATABASE_URL', 'mysql://u:hunter2@db/x'],
    ['DATABASE_URL', 'hunter2'],
    ['REDIS_URL', 'http://redis'],
    ['MASTER_KEYS', key(1)],
    ['MASTER_KEYS', `0:${key(1)}`],
    ['MASTER_KEYS', `256:${key(1)}`],
    ['MASTER_KEYS', `1:${key(1)},1:${key(2)}`],
    ['MASTER_KEYS', `1:${key(1)},`],
    ['INVOICE_KEYS', `1:${Buffer.alloc(31, 1).toString('base64')}`],
    ['SEAL_KEYS', `1:${key(1).slice(0, -1)}`],
    ['SEAL_KEYS', `1:*${key(1)}`],
    ['ADMIN_API_KEY', 'hunter2'],
    ['WALLET_ALLOW_NETWORKS', 'mainnet,lightning'],
    ['ADDRESS_ALLOW', '10.0.0.0/8,http://x'],
    ['ADDRESS_ALLOW', '10.0.0.999'],
    ['UPSTREAM_HTTP2', 'https://api.internal'],
    ['UPSTREAM_HTTP2', 'api.internal:8443'],
    ['LOG_LEVEL', 'loud'],
    ['SHUTDOWN_SECONDS', '0'],
    ['RATE_LIMIT_MINT', '-5'],
    ['RATE_LIMIT_FAILED_KEYS', '1e3'],
    ['PRICE_SATS_MAX', '2147483648'],
    ['OPEN_CHALLENGES_MAX', 'many'],
    ['OPERATOR_MERCHANT', '1'],
    ['OPERATOR_MERCHANT', '0:live'],
    ['OPERATOR_MERCHANT', '1:prod'],
  ])('refuses %s = %s in one line that names the variable and not the value', (name, value) => {
    const error = refusal({ [name]: value });
    expect(error.variable).toBe(name);
    expect(error.message).toMatch(new RegExp(`^${name}: expected .+$`));
    if (value.length > 4) expect(error.message).not.toContain(value);
    expect(error.message).not.toContain('hunter2');
  });
});

describe('what a producer’s own program reads', () => {
  const TURNPIKE_API_KEY = 'tp_test_hunter2hunter2';

  it('is the broker on this machine, unless another is named', () => {
    const access = { url: 'http://127.0.0.1:4020', apiKey: TURNPIKE_API_KEY };
    expect(parseBrokerAccess({ TURNPIKE_API_KEY })).toEqual(access);
    const TURNPIKE_URL = 'https://pay.example.com/broker/';
    expect(parseBrokerAccess({ TURNPIKE_URL, TURNPIKE_API_KEY }).url).toBe('https://pay.example.com/broker');
  });

  it('is nothing of an instance, whose variables may be another program’s there', () => {
    const others = { DATABASE_URL: 'mysql://other', PORT: 'com1', ROLE: 'admin' };
    expect(parseBrokerAccess({ ...others, TURNPIKE_API_KEY }).apiKey).toBe(TURNPIKE_API_KEY);
  });

  it.each([
    ['TURNPIKE_API_KEY', undefined],
    ['TURNPIKE_API_KEY', '${hunter2}'],
    ['TURNPIKE_API_KEY', 'hunter2'],
    ['TURNPIKE_URL', 'pay.example.com/hunter2'],
    ['TURNPIKE_URL', 'https://user:hunter2@pay.example.com'],
  ])('refuses %s = %s in one line that does not repeat it', (name, value) => {
    const read = (): unknown => parseBrokerAccess({ TURNPIKE_API_KEY, [name]: value });
    expect(read).toThrow(new RegExp(`^${name}: expected [^\\n]+$`));
    expect(read).not.toThrow('hunter2');
  });
});
