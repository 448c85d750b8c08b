import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

import type { Env } from '@turnpike/config';
import type { FastifyInstance } from 'fastify';

import { BrokerProcess, type ReadyBroker } from './broker-process.js';
import { curlLines } from './curl-lines.js';
import { demoApi } from './demo-api.js';
import { inSats } from './in-sats.js';
import { sandboxWallet } from './sandbox-wallet.js';
import { walk } from './walk.js';
import { WARES } from './wares.js';

const HOST = '127.0.0.1';

/** A broker and an API that sells through it, with what a person at a terminal is told of them. */
export class Demonstration {
  private broker: BrokerProcess | null = null;
  private api: FastifyInstance | null = null;

  constructor(private readonly print: (line: string) => void) {}

  /**
   * Starts both, on this machine only, and buys one thing step by step; says how to buy more, if they stay. Rejects if a port
   * is taken or a step goes wrong.
   */
  async start({ demoPort, dataDir }: Pick<Env, 'demoPort' | 'dataDir'>, stays: boolean): Promise<void> {
    await expectFree(demoPort);
    this.print('starting a broker for the demonstration; the first time this takes some seconds ...');
    this.broker = new BrokerProcess(join(dataDir, 'demo'));
    const broker = await this.broker.ready();
    this.api = demoApi(broker, (error) => this.print(`not sold: ${String(error)}`));
    await this.api.listen({ port: demoPort, host: HOST });
    const url = `http://${HOST}:${(this.api.server.address() as AddressInfo).port}`;
    this.print('');
    await walk(`${url}/joke`, sandboxWallet(broker), this.print);
    if (stays) for (const line of guide(url, broker)) this.print(line);
  }

  /** Stops both; what is under way is finished first. */
  async stop(): Promise<void> {
    await this.api?.close();
    await this.broker?.stop();
  }

  /** Ends both at once. */
  kill(): void {
    this.broker?.kill();
  }
}

/** Rejects as listening would, before anything else has begun. */
async function expectFree(port: number): Promise<void> {
  const probe = createServer().listen(port, HOST);
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}

function guide(url: string, broker: ReadyBroker): string[] {
  return [
    '',
    `The demonstration is ready at ${url}`,
    ...WARES.map(({ path, priceSats }) => `  ${`${url}${path}`.padEnd(40)} ${inSats(priceSats)}`),
    `Its broker is at ${broker.baseUrl}; see what was sold:`,
    `  ${broker.signIn}`,
    '',
    'Buy something by hand:',
    '',
    ...curlLines(`${url}/quote`, broker),
    '',
  ];
}
