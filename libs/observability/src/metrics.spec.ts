import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from './logger.js';
import { MetricsListenError, startMetricsServer } from './metrics-server.js';
import { Metrics } from './metrics.js';

const silent = createLogger({ logLevel: 'silent' });

describe('the figures', () => {
  it('count requests by method, route and status', async () => {
    const metrics = new Metrics();
    metrics.httpRequest('POST', '/api/l402/challenges/verify', 200, 0.002);
    metrics.httpRequest('POST', '/api/l402/challenges/verify', 200, 0.004);
    expect(await metrics.registry.metrics()).toContain(
      'turnpike_http_request_seconds_count{method="POST",route="/api/l402/challenges/verify",status="200"} 2',
    );
  });

  it('have an instrument for each thing that is watched', async () => {
    const metrics = new Metrics();
    metrics.verdict('used_up');
    metrics.groupCommit('plain', 17, 'ok', 0.003);
    metrics.mint('wallet_unavailable', 1);
    metrics.job('settlements', 'look-up', 'completed', 0.1);
    metrics.rateLimited('mint');
    metrics.cacheLookUp('api_keys', true);
    metrics.gauge('verify_waiters', 'Calls waiting for a commit.', () => 3);
    metrics.gauge('asked', 'What another is asked for.', () => Promise.resolve(5));
    metrics.gauges('lag', 'What has a label.', 'of', () => Promise.resolve({ a: 1, b: 2 }));
    const text = await metrics.registry.metrics();
    for (const line of [
      'turnpike_asked 5',
      'turnpike_lag{of="a"} 1',
      'turnpike_lag{of="b"} 2',
      'turnpike_verdicts_total{verdict="used_up"} 1',
      'turnpike_group_commit_calls_sum{lane="plain"} 17',
      'turnpike_group_commit_seconds_count{lane="plain",outcome="ok"} 1',
      'turnpike_mint_seconds_count{outcome="wallet_unavailable"} 1',
      'turnpike_job_seconds_count{queue="settlements",job="look-up",outcome="completed"} 1',
      'turnpike_rate_limited_total{limit="mint"} 1',
      'turnpike_cache_lookups_total{cache="api_keys",result="hit"} 1',
      'turnpike_verify_waiters 3',
    ]) {
      expect(text).toContain(line);
    }
  });
});

it('leaves out figures that cannot be read, and nothing else', async () => {
  const metrics = new Metrics();
  let isAway = false;
  const figure = () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(5));
  metrics.gauge('asked', 'A figure.', figure);
  metrics.gauges('lag', 'Figures.', 'of', async () => ({ a: await figure() }));
  metrics.mint('minted', 1);
  expect(await metrics.registry.metrics()).toContain('turnpike_lag{of="a"} 5');
  isAway = true;
  const text = await metrics.registry.metrics();
  expect(text).not.toMatch(/^turnpike_(asked|lag)[ {]/m);
  expect(text).toContain('turnpike_mint_seconds_count{outcome="minted"} 1');
});

describe('the Prometheus listener', () => {
  it('does not exist without a port', async () => {
    const address = { metricsPort: null, metricsHost: '127.0.0.1' };
    expect(await startMetricsServer(address, new Metrics(), silent)).toBeNull();
  });

  it('serves the figures on GET /metrics and nothing else', async () => {
    const metrics = new Metrics();
    metrics.verdict('valid');
    const server = await startMetricsServer({ metricsPort: 0, metricsHost: '127.0.0.1' }, metrics, silent);
    const base = `http://127.0.0.1:${server?.port}`;
    const answer = await fetch(`${base}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    expect(text).toContain('turnpike_verdicts_total{verdict="valid"} 1');
    expect(text).toContain('turnpike_process_cpu_seconds_total');
    expect((await fetch(base)).status).toBe(404);
    expect((await fetch(`${base}/metrics`, { method: 'POST' })).status).toBe(404);
    await server?.close();
  });

  it('adds up what the parts of a process count, each name once, and the process itself once', async () => {
    const [api, worker] = [new Metrics(), new Metrics()];
    api.mint('minted', 0.3);
    worker.mint('minted', 0.004);
    worker.mint('wallet_unavailable', 1);
    worker.job('settlements', 'look-up', 'completed', 0.1);
    api.gauge('waiting', 'What waits.', () => 3);
    worker.gauge('waiting', 'What waits.', () => 4);
    const server = await startMetricsServer(
      { metricsPort: 0, metricsHost: '127.0.0.1' },
      [api, worker],
      silent,
    );
    const text = await (await fetch(`http://127.0.0.1:${server?.port}/metrics`)).text();
    await server?.close();
    const lines = text.split('\n');
    for (const line of [
      'turnpike_mint_seconds_count{outcome="minted"} 2',
      'turnpike_mint_seconds_bucket{le="0.005",outcome="minted"} 1',
      'turnpike_mint_seconds_bucket{le="+Inf",outcome="minted"} 2',
      'turnpike_mint_seconds_sum{outcome="minted"} 0.304',
      'turnpike_mint_seconds_count{outcome="wallet_unavailable"} 1',
      'turnpike_job_seconds_count{queue="settlements",job="look-up",outcome="completed"} 1',
      'turnpike_waiting 7',
    ]) {
      expect(lines).toContain(line);
    }
    const types = lines.filter((line) => line.startsWith('# TYPE'));
    expect(types).toHaveLength(new Set(types).size);
    expect(types).toContain('# TYPE turnpike_process_start_time_seconds gauge');
  });

  it('says that it is the one that could not listen', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const address = { metricsPort: port, metricsHost: '127.0.0.1' };
    const error: unknown = await startMetricsServer(address, new Metrics(), silent).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(MetricsListenError);
    expect(error).toMatchObject({ cause: { code: 'EADDRINUSE', port } });
    other.close();
  });
});
