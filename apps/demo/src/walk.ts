import { formatL402Credential, readL402Challenge } from '@turnpike/http402';
import { decodePaymentRequest } from '@turnpike/l402';

import { inSats } from './in-sats.js';
import type { PayInvoice } from './sandbox-wallet.js';

const SHOWN_CHARS = 24;

/** Walks the handshake for one paid address and prints each step. Rejects if a step does not go as it should. */
export async function walk(address: string, pay: PayInvoice, print: (line: string) => void): Promise<void> {
  print('1. The payer asks, without paying');
  print(`     GET ${address}`);
  const asked = await fetch(address);
  print('');
  print(`2. The API answers ${asked.status} ${asked.statusText}`);
  const challenge = readL402Challenge(asked.headers.get('www-authenticate') ?? '');
  if (asked.status !== 402 || challenge === null) throw new Error('the API did not ask for a payment');
  const { macaroon, invoice } = challenge;
  const { amountMsat, paymentHash } = decodePaymentRequest(invoice, 'regtest');
  print(`     WWW-Authenticate: L402 macaroon="${cut(macaroon)}", invoice="${cut(invoice)}", ...`);
  print(
    '       macaroon       the token: what is sold, until when; it opens nothing before the invoice is paid',
  );
  print(`       invoice        ${inSats(Number(amountMsat ?? 0n) / 1_000)} over Lightning, here on regtest`);
  print(`     Cache-Control: ${String(asked.headers.get('cache-control'))}`);
  print('       no cache may keep an answer that is meant for one payer');
  print(`     Vary: ${String(asked.headers.get('vary'))}`);
  print('       with a credential the answer is another');
  print('');
  print('3. The payer pays the invoice; the sandbox plays the wallet');
  const preimage = await pay(invoice);
  print(`     payment hash   ${cut(paymentHash)}   stands in the invoice and in the macaroon`);
  print(
    `     preimage       ${cut(preimage)}   only who has paid learns it; its SHA-256 is the payment hash`,
  );
  print('');
  print('4. The payer asks again, with macaroon and preimage as proof');
  print(`     GET ${address}`);
  print(`     Authorization: L402 ${cut(macaroon)}:${cut(preimage)}`);
  const authorization = formatL402Credential({ macaroon, preimage });
  const answer = await fetch(address, { headers: { authorization } });
  print('');
  print(`5. The API has the broker verify it, and answers ${answer.status} ${answer.statusText}`);
  print(`     ${await answer.text()}`);
  if (answer.status !== 200) throw new Error('the API did not take the payment');
}

function cut(text: string): string {
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}
