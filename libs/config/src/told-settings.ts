import type { VariableName } from './env-variables.js';
import type { Env } from './env.js';

/** A setting as whoever runs the instance may see it. */
export interface ToldSetting {
  readonly variable: string;
  /** As it is in force; null for nothing. Of what may hold a secret only `set`, or `made by npm start`. */
  readonly value: string | null;
}

type Value = string | number | null | readonly string[];

const set = (value: unknown): string | null => (value === null ? null : 'set');

/** What is not named here is not told. */
const told: Readonly<Partial<Record<VariableName, (env: Env) => Value>>> = {
  PORT: (env) => env.port,
  HOST: (env) => env.host,
  METRICS_PORT: (env) => env.metricsPort,
  METRICS_HOST: (env) => env.metricsHost,
  PUBLIC_URL: (env) => env.publicUrl,
  TRUSTED_PROXIES: (env) => env.trustedProxies,
  ROLE: (env) => env.role,
  DATA_DIR: (env) => env.dataDir,
  DATABASE_URL: (env) => set(env.databaseUrl),
  REDIS_URL: (env) => set(env.redisUrl),
  MASTER_KEYS: (env) => set(env.masterKeys),
  INVOICE_KEYS: (env) => set(env.invoiceKeys),
  SEAL_KEYS: (env) => set(env.sealKeys),
  ADMIN_API_KEY: (env) => set(env.adminApiKey),
  WALLET_ALLOW_NETWORKS: (env) => env.walletAllowNetworks,
  ADDRESS_ALLOW: (env) => env.addressAllow,
  UPSTREAM_HTTP2: (env) => env.upstreamHttp2,
  STRIKE_URL: (env) => env.strikeUrl,
  OPENNODE_URL: (env) => env.openNodeUrl,
  LOG_LEVEL: (env) => env.logLevel,
  SHUTDOWN_SECONDS: (env) => env.shutdownSeconds,
  RATE_LIMIT_VERIFY: (env) => env.rateLimits.verify,
  RATE_LIMIT_MINT: (env) => env.rateLimits.mint,
  RATE_LIMIT_READ: (env) => env.rateLimits.read,
  RATE_LIMIT_WRITE: (env) => env.rateLimits.write,
  RATE_LIMIT_ADMIN: (env) => env.rateLimits.admin,
  RATE_LIMIT_PUBLIC: (env) => env.rateLimits.publicRead,
  RATE_LIMIT_GATEWAY: (env) => env.rateLimits.gateway,
  RATE_LIMIT_SIGN_IN: (env) => env.rateLimits.signIn,
  RATE_LIMIT_FAILED_KEYS: (env) => env.rateLimits.failedKeys,
  PRICE_SATS_MAX: (env) => env.priceSatsMax,
  OPEN_CHALLENGES_MAX: (env) => env.openChallengesMax,
  PLANS: (env) => env.plans.map(({ id }) => id),
  DEFAULT_PLAN: (env) => env.defaultPlan,
  PLAN_CAPS_IN_TEST_MODE: (env) => String(env.planCapsInTestMode),
  SIGN_UP: (env) => env.signUp,
  SIGN_UP_PRICE_SATS: (env) => env.signUpPriceSats,
  SMTP_URL: (env) => set(env.smtpUrl),
  MAIL_FROM: (env) => env.mailFrom,
  OPERATOR_MERCHANT: ({ operatorMerchant: sells }) =>
    sells === null ? null : `${sells.merchantId}:${sells.mode}`,
};

/** The settings that a process runs with, without a secret. */
export function toldSettings(env: Env): readonly ToldSetting[] {
  const selfMade: readonly string[] = env.selfMade;
  return Object.entries(told).map(([variable, read]) => ({
    variable,
    value: selfMade.includes(variable) ? 'made by npm start' : textOf(read(env)),
  }));
}

function textOf(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return value.length === 0 ? null : value.join(',');
}
