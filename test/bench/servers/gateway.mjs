// The real gateway. `free`: the same, but that everybody has paid.
import { listenAsGateway } from '../../../dist/apps/gateway/src/bootstrap.js';
import { parseEnv } from '../../../dist/libs/config/src/index.js';
import { ChargePayer } from '../../../dist/libs/proxies/src/index.js';
import { serve } from './serve.mjs';

const { variables, free = false } = JSON.parse(process.argv[2]);
if (free) {
  const paid = { paid: { paymentHash: 'ab'.repeat(32), amountSats: 100 }, reservedUseId: null };
  ChargePayer.prototype.run = () => Promise.resolve(paid);
}
const gateway = await listenAsGateway({ env: parseEnv(variables) });
serve(Number(new URL(gateway.localUrl).port), () => gateway.close());
