import { quoted } from '../../ui/quoted.js';

/** What the guide sells in its test. */
export const testResource = '/api/hello';

/** The price of it. */
export const testPriceSats = 10;

function post(url: string, key: string, body: object): string {
  return [
    `curl -s -X POST ${quoted(url)}`,
    `  -H ${quoted(`X-API-Key: ${key}`)}`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n');
}

/** Mints a challenge. */
export function mintCommand(baseUrl: string, key: string): string {
  return post(`${baseUrl}/api/l402/challenges`, key, { resource: testResource, priceSats: testPriceSats });
}

/** Pays its invoice in the sandbox. */
export function payCommand(baseUrl: string, key: string, invoice: string): string {
  return post(`${baseUrl}/api/sandbox/pay`, key, { invoice });
}

/** What verify is asked: the credential, and what it is to open. */
export interface VerifyQuestion {
  readonly macaroon: string;
  readonly preimage: string;
  readonly resource: string;
  readonly minAmountSats: number;
}

/** Verifies what the payer brings back. */
export function verifyCommand(baseUrl: string, key: string, question: VerifyQuestion): string {
  return post(`${baseUrl}/api/l402/challenges/verify`, key, question);
}
