import { connect } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import { Access } from './access.decorator.js';
import { smallApp } from './small-app.fake.js';
import { stopApp } from './stop-app.js';

/** A route whose answer waits until the test lets it go. */
function slowModule() {
  let arrive: () => void = () => undefined;
  let letGo: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const free = new Promise<void>((resolve) => (letGo = resolve));

  @Controller()
  class SlowController {
    @Get('slow')
    @Access({ kind: 'public', limit: null })
    async slow(): Promise<object> {
      arrive();
      await free;
      return { done: true };
    }
  }
  @Module({ controllers: [SlowController] })
  class SlowModule {}
  return { SlowModule, arrived, letGo };
}

async function listening() {
  const slow = slowModule();
  const small = await smallApp({ imports: [slow.SlowModule] });
  await small.app.listen(0, '127.0.0.1');
  const { port } = small.app.getHttpServer().address() as { port: number };
  return { ...slow, ...small, port, base: `http://127.0.0.1:${port}` };
}

describe('stopping', () => {
  it('finishes the requests it has and takes no new connection', async () => {
    const { app, arrived, base, letGo, port } = await listening();
    const inFlight = fetch(`${base}/slow`);
    await arrived;
    const stopped = stopApp(app, 30);
    const refused = await new Promise((resolve) => {
      connect(port, '127.0.0.1').once('error', resolve).once('connect', resolve);
    });
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    letGo();
    const answer = await inFlight;
    expect(await answer.json()).toEqual({ done: true });
    await stopped;
  });

  it('cuts off what takes longer than it may', async () => {
    const { app, arrived, base, logLines } = await listening();
    const inFlight = fetch(`${base}/slow`).then(
      () => 'answered',
      () => 'cut off',
    );
    await arrived;
    await stopApp(app, 0);
    expect(await inFlight).toBe('cut off');
    expect(logLines.join('')).toContain('requests were cut off');
  });

  it('is done at once when nothing is going on, also where nothing ever listened', async () => {
    await stopApp((await listening()).app, 30);
    await stopApp((await smallApp()).app, 30);
  });
});
