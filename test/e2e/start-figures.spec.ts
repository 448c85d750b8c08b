import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/free-port.js';
import { InstanceProcess } from '../support/instance-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { createTestDatabase } from '../support/test-database.js';

jest.setTimeout(60_000);

/** The figures that are served there, as soon as there is one of that name. */
async function figuresWith(port: number, name: string): Promise<string> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => null);
    const text = (await answer?.text()) ?? '';
    if (text.includes(name)) return text;
    await pause(50);
  }
}

describe('METRICS_PORT', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let instance: InstanceProcess | undefined;

  beforeEach(async () => {
    temporary = await temporaryDirectory();
  });

  afterEach(async () => {
    await instance?.stop();
    await temporary.remove();
  });

  const start = (environment: Record<string, string>): InstanceProcess => {
    instance = new InstanceProcess(join(temporary.path, 'data'), environment);
    return instance;
  };

  it('shows in one place what API and worker count in one process', async () => {
    const port = await freePort();
    const address = await start({ METRICS_PORT: String(port) }).ready();
    await fetch(`${address}/health/live`);
    const figures = await figuresWith(port, 'turnpike_job_seconds_count{');
    expect(figures).toContain('turnpike_http_request_seconds_count{method="GET",route="/health/live"');
    expect(figures).toContain('turnpike_process_cpu_seconds_total');
  });

  it('shows what a worker counts that is alone in its process', async () => {
    const [port, database] = [await freePort(), await createTestDatabase()];
    const ring = `1:${randomBytes(32).toString('base64')}`;
    const keys = { MASTER_KEYS: ring, INVOICE_KEYS: ring, SEAL_KEYS: ring };
    start({ METRICS_PORT: String(port), ROLE: 'worker', DATABASE_URL: database.url, ...keys });
    const figures = await figuresWith(port, 'turnpike_job_seconds_count{');
    for (const figure of [
      'turnpike_process_cpu_seconds_total',
      'turnpike_event_lag_seconds{consumer="webhooks"}',
      'turnpike_oldest_writer_seconds',
      'turnpike_plans_not_handed_over 0',
    ])
      expect(figures).toContain(figure);
    await instance?.stop();
    await database.drop();
  });
});
