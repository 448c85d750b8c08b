#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which a machine without access to Prisma's own server cannot download.
// Prisma's command starts it and speaks JSON-RPC with it, a line each way; the engine inside is the real one, as the
// WebAssembly build that npm brings, with @prisma/adapter-pg as its driver. prisma.config.ts puts it in place.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const require = createRequire(import.meta.url);
const { WebAssembly } = globalThis;
const charOid = 18;
const textOid = 25;

/** Prisma's driver for PostgreSQL with what it lacks for migrations put right. */
class MigrationDriver {
  provider = 'postgres';
  adapterName = '@prisma/adapter-pg';

  constructor(url) {
    this.url = url;
  }

  connect() {
    return connect(this.url);
  }

  /** An empty database of its own, which the engine replays migrations in; gone when the engine is done with it. */
  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    const main = await connect(this.url);
    await main.executeScript(`CREATE DATABASE "${name}"`);
    const shadow = await connect(withDatabase(this.url, name));
    const close = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await close();
      await main.executeScript(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await main.dispose();
    };
    return shadow;
  }
}

async function connect(url) {
  // One connection, so that the engine's advisory lock and its work share a session.
  const adapter = await new PrismaPg({ connectionString: url, max: 1 }).connect();
  readCharColumns(adapter);
  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (level) => readCharColumns(await startTransaction(level));
  // As one piece: cut at its semicolons, a script with a function body would break.
  adapter.executeScript = async (script) => {
    await adapter.underlyingDriver().query(script).catch(adapter.onError.bind(adapter));
  };
  return adapter;
}

/** The catalogue is full of columns of type "char", which the driver refuses (github.com/prisma/prisma/issues/27403). */
function readCharColumns(queryable) {
  const { queryRaw, performIO } = queryable;
  queryable.queryRaw = async (query) => {
    let fields = [];
    const reader = Object.create(queryable);
    reader.performIO = async (...args) => {
      const result = await performIO.apply(queryable, args);
      fields = result.fields;
      const shown = fields.map((field) =>
        field.dataTypeID === charOid ? { ...field, dataTypeID: textOid } : field,
      );
      return { ...result, rows: result.rows, fields: shown };
    };
    const result = await queryRaw.call(reader, query);
    fields.forEach((field, index) => {
      if (field.dataTypeID === charOid) result.columnTypes[index] = ColumnTypeEnum.Character;
    });
    return result;
  };
  return queryable;
}

async function loadEngine() {
  // The engine asks for Node's crypto the CommonJS way, and says why it panics to a global of this name.
  globalThis.module = { require };
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => log('ERROR', message) };
  const glue = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bindings = await import(glue);
  const code = await readFile(glue.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

/** Answers requests one after the other until the command closes the pipe. */
async function serve({ datamodels, url }) {
  const files = await Promise.all(datamodels.map(async (path) => [path, await readFile(path, 'utf8')]));
  // Some commands name no schema, but the engine must be told what kind of database it works on.
  if (files.length === 0) files.push(['schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n']);
  const { SchemaEngine } = await loadEngine();
  const driver = bindMigrationAwareSqlAdapterFactory(new MigrationDriver(url));
  let engine;
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line);
    if (method === undefined) continue;
    try {
      engine ??= await SchemaEngine.new(
        { datamodels: files },
        (entry) => process.stderr.write(`${entry.trim()}\n`),
        driver,
      );
      send({ id, result: await call(engine, method, params) });
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) dieOfTrap(error);
      const { message } = error;
      send({
        id,
        error: { code: 4466, message, data: { is_panic: false, message, error_code: errorCode(error) } },
      });
    }
  }
}

/** After a trap the engine's memory is not to be trusted; by this code the command knows that it failed. */
function dieOfTrap(error) {
  log('ERROR', error.message, error.stack);
  process.exit(101);
}

async function call(engine, method, params) {
  if (method === 'evaluateDataLoss' || method === 'createMigration') {
    // These make no shadow database themselves, but use what the engine still knows from the last one.
    const { migrationsList, filters } = params;
    await engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: true });
  }
  const result = await engine[method === 'getDatabaseVersion' ? 'version' : method](params);
  if (method !== 'diff') return result ?? {};
  // The native engine has the command print, and answers only the exit code.
  send({ id: 0, method: 'print', params: { content: result.stdout ?? '' } });
  return { exitCode: result.exitCode, stdout: null };
}

/** `prisma migrate` asks these before it starts the engine proper. */
async function administer(command, url) {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const statements = {
    'can-connect-to-database': [url, 'SELECT 1'],
    'create-database': [withDatabase(url, 'postgres'), `CREATE DATABASE ${pg.escapeIdentifier(name)}`],
    'drop-database': [
      withDatabase(url, 'postgres'),
      `DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`,
    ],
  };
  const [connectionString, statement] = statements[command];
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    await client.query(statement);
  } catch (error) {
    // The command skips the first line and reads the rest as log entries.
    process.stderr.write(`${command} failed\n`);
    process.stderr.write(logEntry('ERROR', error.message, { error_code: errorCode(error) ?? 'P1001' }));
    process.exitCode = 1;
  } finally {
    await client.end();
  }
}

/** Prisma's own codes for a database that is not there; other errors carry theirs. */
function errorCode({ code, message }) {
  if (code === '3D000' || /^Database .* does not exist/.test(message)) return 'P1003';
  if (code === '28P01' || message.startsWith('Authentication failed')) return 'P1000';
  if (message.startsWith("Can't reach database server")) return 'P1001';
  return /^P\d{4}$/.test(code) ? code : undefined;
}

function withDatabase(url, name) {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function log(level, message, backtrace) {
  process.stderr.write(`${logEntry(level, message, { backtrace })}\n`);
}

function logEntry(level, message, fields) {
  return JSON.stringify({ level, fields: { message, ...fields }, target: 'schema_engine::logger' });
}

// A trap inside a promise of the engine's own reaches nobody else.
process.on('uncaughtException', dieOfTrap);

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    datamodels: { type: 'string', multiple: true, default: [] },
    datasource: { type: 'string', default: '{}' },
    version: { type: 'boolean' },
  },
});
const url = JSON.parse(values.datasource).url ?? '';
if (values.version) process.stdout.write(`schema-engine-wasm ${(await loadEngine()).version()}\n`);
else if (positionals[0] === 'cli') await administer(positionals[1], url);
else await serve({ datamodels: values.datamodels, url });
