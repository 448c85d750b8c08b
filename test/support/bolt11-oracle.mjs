// Reads payment requests from standard input, one a line, with the parser of rust-lightning, and prints what it makes of
// each as one JSON array. It runs outside Jest because that would compile all of the library's thousand files.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// The library greets on the console when it starts.
console.log = () => undefined;
const ldk = await import('lightningdevkit');
const wasm = createRequire(import.meta.url).resolve('lightningdevkit/liblightningjs.wasm');
await ldk.initializeWasmFromBinary(readFileSync(wasm));

const hex = (bytes) => Buffer.from(bytes).toString('hex');

function read(text) {
  const parsed = ldk.Bolt11Invoice.constructor_from_str(text);
  if (!parsed.is_ok()) return null;
  const invoice = parsed.res;
  const amount = invoice.amount_milli_satoshis();
  return {
    paymentHash: hex(invoice.payment_hash()),
    amountMsat: amount instanceof ldk.Option_u64Z_Some ? amount.some.toString() : null,
    timestampSeconds: Number(invoice.duration_since_epoch()),
    expirySeconds: Number(invoice.expiry_time()),
    payee: hex(invoice.recover_payee_pub_key()),
  };
}

const texts = readFileSync(0, 'utf8').split('\n');
process.stdout.write(JSON.stringify(texts.filter((text) => text !== '').map(read)));
