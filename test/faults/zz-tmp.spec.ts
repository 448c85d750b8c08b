import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { OwnPostgres } from '../support/own-postgres.js';
import { TwoNodes } from '../support/two-nodes.js';
it('w', async () => {
  const postgres = await OwnPostgres.start();
  const two = await TwoNodes.start({}, postgres);
  const fd = openSync('/tmp/wk.log', 'w');
  const w = spawn(process.execPath, ['dist/apps/worker/src/main.js'], { env: { PATH: process.env['PATH'], ...two.variables, LOG_LEVEL: 'info' }, stdio: ['ignore', fd, fd] });
  const t0 = performance.now();
  const first = await two.paid();
  await two.untilSettled(first.paymentHash);
  console.log('first', performance.now() - t0);
  const b = await two.paid({}, 0, { settleDelaySeconds: 2 });
  await postgres.stop();
  await pause(2000);
  await postgres.resume();
  console.log('resumed', performance.now() - t0);
  const timer = setInterval(() => {
    void two.pool.query({ text: `select (select jsonb_agg(to_jsonb(w)) from challenge_watch w) as w, (select jsonb_agg(to_jsonb(j)) from bullmq.scheduler j) s, (select count(*)::int n from bullmq.job) n` }).then((r) => console.log(performance.now() - t0, JSON.stringify(r.rows)), (e) => console.log(String(e)));
  }, 10000);
  await Promise.race([two.untilSettled(b.paymentHash), pause(80000)]);
  console.log('second', performance.now() - t0);
  clearInterval(timer);
  w.kill('SIGTERM');
  await two.stop();
}, 120000);
