// rust-lightning, loaded and started. It is imported natively and never by Jest, which would compile its thousand files.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as ldk from 'lightningdevkit';

const kept = [];

/** Starts the library, which greets on the console when it starts. */
async function start() {
  const { log } = console;
  console.log = () => undefined;
  try {
    const wasm = createRequire(import.meta.url).resolve('lightningdevkit/liblightningjs.wasm');
    await ldk.initializeWasmFromBinary(readFileSync(wasm));
  } finally {
    console.log = log;
  }
}

await start();

/**
 * Keeps an object for as long as the thread lives, and gives it back. The library holds what it calls back into only
 * weakly, so callbacks that nobody else holds would vanish with the next garbage collection.
 */
export function keep(object) {
  kept.push(object);
  return object;
}

/** What a result of the library holds; throws, with `what` was tried, if it holds an error. */
export function unwrap(result, what) {
  if (!result.is_ok()) throw new Error(`lightning: could not ${what}`);
  return result.res;
}

/** Bytes as lower-case hex digits. */
export function hexOf(bytes) {
  return Buffer.from(bytes).toString('hex');
}

/** Hex digits as bytes. */
export function bytesOf(hex) {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

export { ldk };
