import { setTimeout as pause } from 'node:timers/promises';
import type { Env } from '@turnpike/config';
import { isDatabaseUnavailable, MigrationError } from '@turnpike/database';
import { startEmbeddedPostgres } from '@turnpike/embedded-postgres';
import { prepareDatabase } from '@turnpike/events';
import { loadOrCreateKeys } from '@turnpike/secrets';
import { type Application, type OpenApi, openApi, openGatewayAlone, openWorker } from './applications.js';
import { announcement } from './announcement.js';
import { type FirstRun, prepareFirstRun, withOperator, withSignUp } from './first-run.js';
import { writeFirstRun } from './first-run-file.js';
import { expectFreePorts } from './free-ports.js';
import { SANDBOX_EMAIL } from './sandbox-merchant.js';

interface Closer {
  readonly what: string;
  readonly secondsMax: number;
  close(): Promise<void>;
}

const databaseWaitSecondsMax = 15;
const databaseRetryMillis = 500;
/** An application keeps to SHUTDOWN_SECONDS itself; this is for the case that it cannot. */
const closeExtraSeconds = 5;
/** PostgreSQL bounds its own stop; this is for the case that it cannot. */
const databaseStopSecondsMax = 30;

/**
 * The sum of the applications in one process, on an embedded PostgreSQL unless DATABASE_URL names another.
 * `print` gets the lines that tell a person how it goes.
 */
export class Standalone {
  private readonly closers: Closer[] = [];
  private starting: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly print: (line: string) => void) {}

  /** Resolves when everything that ROLE names is ready, or when `stop` was called meanwhile. */
  start(env: Env): Promise<void> {
    this.starting = this.run(env);
    return this.starting;
  }

  /** Closes what was started, last first, each within its time. Resolves to false if something did not close in time. */
  async stop(): Promise<boolean> {
    this.stopped = true;
    await this.starting.catch(() => undefined);
    let clean = true;
    for (const closer of this.closers.splice(0).reverse()) clean = (await this.closeInTime(closer)) && clean;
    return clean;
  }

  private async run(given: Env): Promise<void> {
    await expectFreePorts(given);
    if (this.isStopped()) return;
    const embedded = given.databaseUrl === null;
    const stored = embedded ? await this.withEmbeddedDatabase(given) : given;
    if (this.isStopped()) return;
    await this.migrate(stored.databaseUrl);
    if (this.isStopped()) return;
    const firstRun = embedded ? await prepareFirstRun(stored) : null;
    const env = withSignUp(withOperator(stored, firstRun), firstRun);
    if (this.isStopped()) return;
    if (env.role === 'gateway') {
      const { baseUrl } = await this.open('the gateway', env, () => openGatewayAlone(env));
      this.print(`the gateway is ready at ${baseUrl}`);
      return;
    }
    // The API last: whoever can reach it finds everything there.
    const worker = env.role === 'api' ? null : await this.open('the worker', env, () => openWorker(env));
    if (this.isStopped()) return;
    const api = env.role === 'worker' ? null : await this.open('the API', env, () => openApi(env, worker));
    if (api === null) this.print('the worker is ready');
    else await this.announce(env, api, firstRun);
  }

  private isStopped(): boolean {
    return this.stopped;
  }

  private async announce(env: Env, api: OpenApi, firstRun: FirstRun | null): Promise<void> {
    const { baseUrl } = api;
    if (firstRun) await writeFirstRun(env.dataDir, { ...firstRun, baseUrl });
    const signIn = firstRun ? await api.signInLink(SANDBOX_EMAIL) : null;
    process.stdout.write(announcement(env, baseUrl, firstRun && signIn ? { ...firstRun, signIn } : null));
  }

  private async withEmbeddedDatabase(env: Env): Promise<Env> {
    const server = await startEmbeddedPostgres({ dataDir: env.dataDir, log: this.print });
    this.closers.push({
      what: 'the database',
      secondsMax: databaseStopSecondsMax,
      close: () => server.stop(),
    });
    const keys = await loadOrCreateKeys(env.dataDir);
    return Object.freeze({
      ...env,
      databaseUrl: await server.database('turnpike'),
      masterKeys: env.masterKeys ?? keys.masterKeys,
      invoiceKeys: env.invoiceKeys ?? keys.invoiceKeys,
      sealKeys: env.sealKeys ?? keys.sealKeys,
      selfMade: selfMade(env),
    });
  }

  /** A database that is started together with us may need some seconds longer. */
  private async migrate(databaseUrl: string | null): Promise<void> {
    if (databaseUrl === null) return;
    const until = Date.now() + databaseWaitSecondsMax * 1_000;
    while (!this.isStopped()) {
      try {
        await prepareDatabase(databaseUrl, this.print);
        return;
      } catch (error) {
        const final = error instanceof MigrationError || !isDatabaseUnavailable(error);
        if (final || Date.now() > until) throw error;
      }
      await pause(databaseRetryMillis);
    }
  }

  private async open<T extends Application>(what: string, env: Env, open: () => Promise<T>): Promise<T> {
    const application = await open();
    const secondsMax = env.shutdownSeconds + closeExtraSeconds;
    this.closers.push({ what, secondsMax, close: () => application.close() });
    return application;
  }

  private async closeInTime(closer: Closer): Promise<boolean> {
    const { what, secondsMax } = closer;
    const late = pause(secondsMax * 1_000, 'late' as const, { ref: false });
    try {
      if ((await Promise.race([closer.close(), late])) !== 'late') return true;
      this.print(`${what} did not close within ${secondsMax} s`);
    } catch (error) {
      this.print(`${what} did not close: ${error instanceof Error ? error.message : String(error)}`);
    }
    return false;
  }
}

/** What an instance that was given no database makes of its own. */
function selfMade({ masterKeys, invoiceKeys, sealKeys }: Env): Env['selfMade'] {
  return [
    'DATABASE_URL',
    ...(masterKeys === null ? (['MASTER_KEYS'] as const) : []),
    ...(invoiceKeys === null ? (['INVOICE_KEYS'] as const) : []),
    ...(sealKeys === null ? (['SEAL_KEYS'] as const) : []),
  ];
}
