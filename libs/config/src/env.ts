import type { Network } from '@turnpike/l402';
import { EnvError } from './env-error.js';
import {
  oneOf,
  parseAddress,
  parseHttpUrl,
  parseKeyRing,
  parseMailbox,
  parseMerchantInMode,
  parseNetwork,
  urlWithScheme,
} from './env-parsers.js';
import type { KeyEntry, MerchantInMode } from './env-parsers.js';
import { EnvSource } from './env-source.js';
import type { VariableName } from './env-variables.js';
import type { Plan } from './plan.js';
import { defaultPlan, plansNamed } from './plan-variables.js';

/** What a process does. */
export type Role = 'all' | 'api' | 'worker' | 'gateway';

/** How much is logged, in pino's words. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** A way in which a stranger becomes a merchant. */
export type SignUpWay = (typeof SIGN_UP_WAYS)[number];

/** Requests a minute, per key or per address; 0 switches a limit off. */
export interface RateLimits {
  readonly verify: number;
  readonly mint: number;
  readonly read: number;
  readonly write: number;
  readonly admin: number;
  readonly publicRead: number;
  /** New challenges that the gateway makes. */
  readonly gateway: number;
  readonly failedKeys: number;
  /** Counted over all processes. */
  readonly signIn: number;
}

/** The configuration of a process, parsed once and frozen. What each member means stands with its variable. */
export interface Env {
  readonly port: number;
  readonly host: string;
  readonly demoPort: number;
  readonly metricsPort: number | null;
  readonly metricsHost: string;
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  readonly role: Role;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly masterKeys: readonly KeyEntry[] | null;
  readonly invoiceKeys: readonly KeyEntry[] | null;
  readonly sealKeys: readonly KeyEntry[] | null;
  readonly adminApiKey: string | null;
  readonly walletAllowNetworks: readonly Network[];
  readonly addressAllow: readonly string[];
  readonly upstreamHttp2: readonly string[];
  readonly strikeUrl: string;
  readonly openNodeUrl: string;
  readonly logLevel: LogLevel;
  readonly shutdownSeconds: number;
  readonly rateLimits: RateLimits;
  readonly priceSatsMax: number;
  readonly openChallengesMax: number;
  readonly operatorMerchant: MerchantInMode | null;
  readonly plans: readonly Plan[];
  /** The id of one of them. */
  readonly defaultPlan: string;
  readonly planCapsInTestMode: boolean;
  /** How strangers become merchants; null where it was not said. */
  readonly signUp: readonly SignUpWay[] | null;
  readonly signUpPriceSats: number;
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  /** Variables that nobody has set, and whose values the instance has made itself. */
  readonly selfMade: readonly VariableName[];
}

/** Where a producer's own programs find their broker, and as whom they speak to it. */
export interface BrokerAccess {
  /** Without a final slash. */
  readonly url: string;
  readonly apiKey: string;
}

const ROLES = ['all', 'api', 'worker', 'gateway'] as const;
const NETWORKS = ['mainnet', 'testnet', 'signet', 'regtest'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const SIGN_UP_WAYS = ['free', 'l402', 'closed'] as const;
const PORT_MAX = 65_535;
const RATE_MAX = 1_000_000_000;
/** Prices are kept in a signed 32-bit column. */
const PRICE_MAX = 2_147_483_647;

const parseHostName = (text: string): string | null =>
  /^[A-Za-z0-9._-]{1,255}$/.test(text) ? text.toLowerCase() : null;
const parseHost = (text: string): string | null => (/^[A-Za-z0-9.:_-]{1,255}$/.test(text) ? text : null);
const parseApiKey = (text: string): string | null =>
  /^tp_(?:test|live)_[A-Za-z0-9_-]{1,200}$/.test(text) ? text : null;
const parseAdminKey = (text: string): string | null => (/^[\x21-\x7e]{16,256}$/.test(text) ? text : null);

/**
 * Reads the configuration, from the process unless a source is given. Throws EnvError for the first variable that is
 * missing or wrong; nothing is guessed.
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const env = new EnvSource(source);
  const port = (name: VariableName): number | null =>
    env.optional(name, (text) => parsePort(text), `a port, 0 to ${PORT_MAX}`);
  const rate = (name: VariableName, fallback: number): number => env.integer(name, 0, RATE_MAX, fallback);
  const url = (name: VariableName, fallback: string): string =>
    env.withDefault(name, parseHttpUrl, 'an http or https URL without query', fallback);
  const databaseUrl = env.optional(
    'DATABASE_URL',
    urlWithScheme('postgres:', 'postgresql:'),
    'a URL that begins with postgresql://',
  );

  const plans = plansNamed('PLANS', env.text('PLANS'));

  return Object.freeze({
    port: port('PORT') ?? 4020,
    host: env.withDefault('HOST', parseHost, 'a host name or an IP address', '127.0.0.1'),
    demoPort: port('DEMO_PORT') ?? 4021,
    metricsPort: port('METRICS_PORT'),
    metricsHost: env.withDefault('METRICS_HOST', parseHost, 'a host name or an IP address', '127.0.0.1'),
    publicUrl: env.optional('PUBLIC_URL', parseHttpUrl, 'an http or https URL without query'),
    trustedProxies: env.list('TRUSTED_PROXIES', parseNetwork, 'IP addresses or networks such as 10.0.0.0/8'),
    role: env.withDefault('ROLE', oneOf(ROLES), `one of ${ROLES.join(', ')}`, 'all'),
    dataDir: env.text('DATA_DIR') ?? '.data',
    databaseUrl,
    redisUrl: env.optional(
      'REDIS_URL',
      urlWithScheme('redis:', 'rediss:'),
      'a URL that begins with redis:// or rediss://',
    ),
    masterKeys: keyRing(env, 'MASTER_KEYS', databaseUrl),
    invoiceKeys: keyRing(env, 'INVOICE_KEYS', databaseUrl),
    sealKeys: keyRing(env, 'SEAL_KEYS', databaseUrl),
    adminApiKey: env.optional(
      'ADMIN_API_KEY',
      parseAdminKey,
      '16 to 256 printable characters without blanks',
    ),
    walletAllowNetworks: env.list<Network>('WALLET_ALLOW_NETWORKS', oneOf(NETWORKS), NETWORKS.join(', '), [
      'mainnet',
    ]),
    strikeUrl: url('STRIKE_URL', 'https://api.strike.me'),
    openNodeUrl: url('OPENNODE_URL', 'https://api.opennode.com'),
    addressAllow: env.list('ADDRESS_ALLOW', parseAddress, 'IP addresses, networks or host names'),
    upstreamHttp2: env.list('UPSTREAM_HTTP2', parseHostName, 'host names without ports'),
    logLevel: env.withDefault(
      'LOG_LEVEL',
      oneOf(LOG_LEVELS),
      `one of ${LOG_LEVELS.join(', ')}`,
      databaseUrl === null ? 'warn' : 'info',
    ),
    shutdownSeconds: env.integer('SHUTDOWN_SECONDS', 1, 600, 15),
    rateLimits: Object.freeze({
      verify: rate('RATE_LIMIT_VERIFY', 60_000),
      mint: rate('RATE_LIMIT_MINT', 600),
      read: rate('RATE_LIMIT_READ', 600),
      write: rate('RATE_LIMIT_WRITE', 60),
      admin: rate('RATE_LIMIT_ADMIN', 60),
      publicRead: rate('RATE_LIMIT_PUBLIC', 120),
      gateway: rate('RATE_LIMIT_GATEWAY', 60),
      failedKeys: rate('RATE_LIMIT_FAILED_KEYS', 60),
      signIn: rate('RATE_LIMIT_SIGN_IN', 10),
    }),
    priceSatsMax: env.integer('PRICE_SATS_MAX', 1, PRICE_MAX, 100_000_000),
    openChallengesMax: env.integer('OPEN_CHALLENGES_MAX', 1, RATE_MAX, 20_000),
    operatorMerchant: env.optional('OPERATOR_MERCHANT', parseMerchantInMode, '<merchantId>:<test|live>'),
    plans,
    defaultPlan: defaultPlan('DEFAULT_PLAN', env.text('DEFAULT_PLAN'), plans),
    planCapsInTestMode: env.flag('PLAN_CAPS_IN_TEST_MODE', false),
    signUp:
      env.text('SIGN_UP') === null
        ? null
        : env.list<SignUpWay>('SIGN_UP', oneOf(SIGN_UP_WAYS), SIGN_UP_WAYS.join(', ')),
    signUpPriceSats: env.integer('SIGN_UP_PRICE_SATS', 1, PRICE_MAX, 100),
    smtpUrl: env.optional(
      'SMTP_URL',
      urlWithScheme('smtp:', 'smtps:'),
      'a URL that begins with smtp:// or smtps://',
    ),
    mailFrom: env.optional('MAIL_FROM', parseMailbox, 'an e-mail address, or Name <address>'),
    selfMade: [],
  });
}

/**
 * Reads what a program on a producer's machine needs, and nothing of an instance, whose variables may be another program's
 * there. Throws EnvError without a usable key.
 */
export function parseBrokerAccess(
  source: Readonly<Record<string, string | undefined>> = process.env,
): BrokerAccess {
  const env = new EnvSource(source);
  const expected = 'an http or https URL without query';
  const url = env.withDefault('TURNPIKE_URL', parseHttpUrl, expected, 'http://127.0.0.1:4020');
  const key = 'the API key of a merchant, tp_test_... or tp_live_...';
  const apiKey = env.optional('TURNPIKE_API_KEY', parseApiKey, key);
  if (apiKey === null) throw new EnvError('TURNPIKE_API_KEY', key);
  return Object.freeze({ url, apiKey });
}

function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port <= PORT_MAX ? port : null;
}

/**
 * With a database of one's own, keys must come from outside too: made here they would be lost with the container, and
 * several processes would each make others.
 */
function keyRing(env: EnvSource, name: VariableName, databaseUrl: string | null): readonly KeyEntry[] | null {
  const expected = 'kid:base64, comma-separated, each kid once and from 1 to 255, each key 32 bytes';
  const ring = env.optional(name, parseKeyRing, expected);
  if (ring === null && databaseUrl !== null)
    throw new EnvError(name, `a value, as DATABASE_URL is set: ${expected}`);
  return ring;
}
