import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type Binaries, usableBinaries } from './binaries.js';
import { createClusterIfMissing } from './create-cluster.js';
import { createDatabaseIfMissing } from './create-database.js';
import { clusterPassword, type DataDirectory, openDataDirectory } from './data-directory.js';
import { type DatabaseUser, databaseUser } from './database-user.js';
import { EmbeddedPostgresError, programFailure } from './embedded-postgres-error.js';
import { embeddedUrl } from './embedded-url.js';
import { type Ownership, postWatchman, takeOwnership } from './ownership.js';
import {
  findPostmaster,
  freePort,
  isPortTaken,
  isRunByAnother,
  type Postmaster,
  type SpawnedPostmaster,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.js';

/** How to run it. `throwAway` gives up durability for speed: for tests, whose data nobody wants back. */
export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly throwAway?: boolean;
  /** Where to listen on 127.0.0.1; a free port unless given. */
  readonly port?: number;
  readonly log: (line: string) => void;
}

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** The address of one of its databases; `postgres` always exists. Contains the password. */
  url(database: string): string;
  /** The same, making the database if it is not there. */
  database(name: string): Promise<string>;
  /** Stops the server. Close what uses it first. */
  stop(): Promise<void>;
}

/** After a crash it first brings its files in order, which can take minutes. */
const startMsMax = 600_000;
const noticeMs = 10_000;
const startFailuresMax = 3;

const refusals = {
  'in use': 'is in use by another running Turnpike',
  'wrong password': 'holds a cluster that the password in pg-password does not open',
};

/**
 * Starts PostgreSQL on the cluster in the data directory, which is made if there is none, or takes over the server that
 * a killed process left running there, and returns when it answers. If the server ends by itself it is started again on
 * the same port. Throws EmbeddedPostgresError, whose message is one line for people.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const throwAway = options.throwAway ?? false;
  const user = await databaseUser();
  const data = await openDataDirectory(options.dataDir, user);
  const binaries = await usableBinaries(user, data.path);
  // Root makes the cluster its database user's own, which would close a running server out of its own files.
  if (user !== null && (await isRunByAnother(user, data))) throw refusal(data, 'in use');
  const password = await clusterPassword(data, user);
  await createClusterIfMissing(data, binaries, user, throwAway);
  const server = new EmbeddedServer(data, binaries, user, password, throwAway, options.log, options.port);
  const notice = setTimeout(() => options.log('the embedded PostgreSQL is still starting'), noticeMs);
  await server.start().finally(() => clearTimeout(notice));
  return server;
}

class EmbeddedServer implements EmbeddedPostgres {
  private postmaster: Postmaster | undefined;
  private ownership: Ownership | undefined;
  private dismissWatchman: () => void = () => undefined;
  private restart: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly data: DataDirectory,
    private readonly binaries: Binaries,
    private readonly user: DatabaseUser | null,
    private readonly password: string,
    private readonly throwAway: boolean,
    private readonly log: (line: string) => void,
    private port = 0,
  ) {}

  url(database: string): string {
    return embeddedUrl(this.password, this.port, database);
  }

  async database(name: string): Promise<string> {
    await createDatabaseIfMissing(this.url('postgres'), name);
    return this.url(name);
  }

  /** Finds or starts a server and makes it ours; does nothing any more once `stop` was called. */
  async start(): Promise<void> {
    let spawned: SpawnedPostmaster | undefined;
    let failures = 0;
    const until = Date.now() + startMsMax;
    while (Date.now() < until && !this.stopping.signal.aborted) {
      const running = (await findPostmaster(this.data)) ?? (spawned?.hasEnded() === false ? spawned : null);
      if (running === null) {
        if (spawned !== undefined && !(await this.mayTryAgain(++failures))) break;
        if (this.port === 0) this.port = await freePort();
        spawned = await spawnPostmaster(this.data, this.binaries, this.user, this.port, this.throwAway);
        continue;
      }
      this.port = running.port;
      const ownership = await takeOwnership(this.url('postgres'));
      if (ownership === 'not ready') {
        await pause(10);
        continue;
      }
      if (typeof ownership === 'object') {
        this.own(running, ownership);
        return;
      }
      if (ownership === 'wrong password') await stopIfRunning(spawned);
      throw refusal(this.data, ownership);
    }
    await stopIfRunning(spawned);
    if (this.stopping.signal.aborted) return;
    throw await programFailure(
      'PostgreSQL',
      this.data.path,
      await readFile(this.data.log, 'utf8').catch(() => ''),
    );
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.restart;
    this.dismissWatchman();
    await this.ownership?.release();
    if (this.postmaster !== undefined)
      await stopPostmaster(this.postmaster, this.throwAway ? 'immediate' : 'fast');
  }

  private own(postmaster: Postmaster, ownership: Ownership): void {
    this.postmaster = postmaster;
    this.ownership = ownership;
    this.dismissWatchman();
    this.dismissWatchman = postWatchman(postmaster.pid, this.user);
    ownership.onLost(() => {
      this.restart = this.startAgain();
    });
  }

  private async mayTryAgain(failures: number): Promise<boolean> {
    if (failures >= startFailuresMax) return false;
    // Somebody was quicker to take the port that was free a moment ago; once handed out, it cannot change any more.
    if (this.ownership === undefined && (await isPortTaken(this.port))) this.port = 0;
    // Or processes of a killed server are still about to end.
    else await pause(500);
    return true;
  }

  private async startAgain(): Promise<void> {
    this.log('lost the embedded PostgreSQL; starting it again');
    while (!this.stopping.signal.aborted) {
      try {
        await this.start();
        return;
      } catch (error) {
        this.log(error instanceof Error ? error.message : String(error));
        await pause(2_000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }
}

async function stopIfRunning(spawned: SpawnedPostmaster | undefined): Promise<void> {
  if (spawned?.hasEnded() === false) await stopPostmaster(spawned, 'fast');
}

function refusal(data: DataDirectory, why: keyof typeof refusals): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`DATA_DIR: ${data.path} ${refusals[why]}`);
}
