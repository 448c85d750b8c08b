/** What the gateway answered to a request. */
export interface GatewayAnswer {
  readonly status: number;
  readonly contentType: string;
  /** As much of the text as is shown. */
  readonly text: string;
  /** What is asked for, with 402. */
  readonly asked: {
    readonly macaroon: string;
    readonly invoice: string;
    readonly priceSats: number;
  } | null;
}

const shownCharsMax = 2_000;

/** Calls the gateway as a payer's program does. Throws where there is no answer. */
export async function callGateway(
  url: string,
  method: string,
  authorization: string | null,
): Promise<GatewayAnswer> {
  const headers = { accept: 'application/json', ...(authorization === null ? {} : { authorization }) };
  const answer = await fetch(url, { method, headers, cache: 'no-store', credentials: 'omit' });
  const text = await answer.text();
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    text: text.length > shownCharsMax ? `${text.slice(0, shownCharsMax)}…` : text,
    asked: answer.status === 402 ? askedIn(text) : null,
  };
}

function askedIn(text: string): GatewayAnswer['asked'] {
  try {
    const { l402 } = JSON.parse(text) as { readonly l402?: Readonly<Record<string, unknown>> };
    const { macaroon, invoice, amount_sats: priceSats } = l402 ?? {};
    if (typeof macaroon !== 'string' || typeof invoice !== 'string' || typeof priceSats !== 'number')
      return null;
    return { macaroon, invoice, priceSats };
  } catch {
    return null;
  }
}
