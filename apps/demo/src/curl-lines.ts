import type { Broker } from './demo-api.js';

/** Commands that buy one address by hand, as pasted into a shell, in this order. */
export function curlLines(address: string, { baseUrl, apiKey }: Broker): string[] {
  return [
    `CHALLENGE=$(curl -sS ${address}); echo "$CHALLENGE"`,
    String.raw`MACAROON=$(echo "$CHALLENGE" | sed 's/.*"macaroon":"\([^"]*\)".*/\1/')`,
    String.raw`INVOICE=$(echo "$CHALLENGE" | sed 's/.*"invoice":"\([^"]*\)".*/\1/')`,
    [
      `PREIMAGE=$(curl -sS ${baseUrl}/api/sandbox/pay -H 'X-API-Key: ${apiKey}'`,
      String.raw`-H 'Content-Type: application/json' -d "{\"invoice\":\"$INVOICE\"}"`,
      String.raw`| sed 's/.*"preimage":"\([^"]*\)".*/\1/')`,
    ].join(' '),
    `curl -sS ${address} -H "Authorization: L402 $MACAROON:$PREIMAGE"; echo`,
  ];
}
