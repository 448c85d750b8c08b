/**
 * A transaction that pays the given amount to a script, out of nowhere: no chain here looks at its input. That has a
 * witness, without which the library refuses to fund a channel.
 */
export function inventFunding(amountSats, script) {
  const amount = Buffer.alloc(8);
  amount.writeBigUInt64LE(amountSats);
  return Uint8Array.from([
    ...[2, 0, 0, 0], // version
    ...[0, 1], // has witnesses
    ...[1, ...Array(36).fill(0), 0, ...Array(4).fill(0xff)], // one input: outpoint, empty script, sequence
    ...[1, ...amount, script.length, ...script], // one output
    ...[1, 1, 0xff], // one witness of one element of one byte
    ...[0, 0, 0, 0], // lock time
  ]);
}
