/** New merchants of an instance that serves the operator's routes; gives their keys. */
export async function makeMerchants(port, operatorKey, count) {
  const made = [];
  for (let n = 0; n < count; n += 1) {
    const email = `m${n}-${process.hrtime.bigint()}@example.com`;
    made.push(await post(port, '/api/admin/merchants', operatorKey, { name: 'bench', email }, 201));
  }
  return made.map(({ apiKey, testApiKey }) => ({ liveKey: apiKey, testKey: testApiKey }));
}

/** One call; throws unless it is answered with that status. */
export async function post(port, path, key, body, status) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
