import type { Broker } from './demo-api.js';

/** Pays an invoice and gives the preimage, the proof of payment, in hex. Rejects if it was not paid, or may not have been. */
export type PayInvoice = (invoice: string) => Promise<string>;

/** A payer's wallet whose money is the sandbox of a broker, which pays its own invoices on regtest. */
export function sandboxWallet({ baseUrl, apiKey }: Broker): PayInvoice {
  return async (invoice) => {
    const answer = await fetch(`${baseUrl}/api/sandbox/pay`, {
      method: 'POST',
      headers: { 'X-API-Key': apiKey, 'Content-Type': 'application/json' },
      body: JSON.stringify({ invoice }),
    });
    const body = (await answer.json()) as { readonly preimage?: unknown; readonly detail?: unknown };
    if (!answer.ok) throw new Error(`the sandbox did not pay: ${String(body.detail)}`);
    return String(body.preimage);
  };
}
