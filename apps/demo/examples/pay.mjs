// node apps/demo/examples/pay.mjs http://127.0.0.1:4021/joke
// Buys with the paying fetch of the demonstration, which spends no more than it is allowed. The second request costs nothing.
import { readFile } from 'node:fs/promises';

const [address, firstRun = '.data/demo/first-run.json'] = process.argv.slice(2);
if (!/^https?:/.test(address)) {
  console.error('usage: node pay.mjs <address> [<first-run.json of the demonstration>]');
  process.exit(2);
}
const started = await readFile(firstRun, 'utf8').catch(() => {
  console.error(`there is no ${firstRun}: start the demonstration, or name its file`);
  process.exit(2);
});
const { PayingFetch } = await import('../../../dist/apps/demo/src/paying-fetch.js');
const { baseUrl, testApiKey } = JSON.parse(started);

/** The payer's wallet; here the sandbox of the demonstration's broker. */
async function pay(invoice) {
  const answer = await fetch(`${baseUrl}/api/sandbox/pay`, {
    method: 'POST',
    headers: { 'X-API-Key': testApiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ invoice }),
  });
  if (!answer.ok) throw new Error(`not paid: ${await answer.text()}`);
  return (await answer.json()).preimage;
}

const payer = new PayingFetch({ pay, network: 'regtest', perRequestSats: 50, totalSats: 100 });
for (const turn of ['first', 'second']) {
  const answer = await payer.fetch(address);
  console.log(`${turn}: ${answer.status} ${await answer.text()} (${payer.spentSats} sats spent so far)`);
}
