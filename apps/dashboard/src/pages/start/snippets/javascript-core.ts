/** The part that all JavaScript frameworks share: mint, verify, and what to answer. */
export function javascriptCore(baseUrl: string): string {
  return `const turnpike = async (path, body) => {
  const answer = await fetch('${baseUrl}/api/l402/' + path, {
    method: 'POST',
    headers: { 'x-api-key': process.env.TURNPIKE_API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error('turnpike answered ' + answer.status);
  return answer.json();
};

// Later: the payer may have paid, so no second challenge is asked for.
const later = { status: 503, headers: { 'retry-after': '2' }, body: { error: 'Try again' } };
const laterReasons = ['uses_reserved', 'not_settled', 'settlement_unknown'];

// null: paid, go on. Otherwise what to answer.
async function toll({ authorization = '', resource, method, priceSats }) {
  try {
    const [, macaroon, preimage] = /^(?:L402|LSAT)\\s+(.+):([^:]+)$/i.exec(authorization) ?? [];
    if (macaroon) {
      const verdict = await turnpike('challenges/verify', {
        macaroon, preimage, resource, method, minAmountSats: priceSats,
      });
      if (verdict.valid) return null;
      if (laterReasons.includes(verdict.reason)) return later;
    }
    const { macaroon: token, invoice } = await turnpike('challenges', { resource, method, priceSats });
    const challenge = \`L402 macaroon="\${token}", invoice="\${invoice}", token="\${token}", version="0"\`;
    return {
      status: 402,
      headers: { 'www-authenticate': challenge, 'cache-control': 'no-store', vary: 'Authorization' },
      body: { error: 'Payment Required', l402: { macaroon: token, invoice, amount_sats: priceSats } },
    };
  } catch {
    return later;
  }
}`;
}
