import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';
import type { PaywallSettings } from './paywall-settings.js';
import { checkedPrice, isFree } from './price.js';
import type { Asked } from './request-facts.js';
import { resourceFor } from './resource.js';

/** On which terms a request is sold, and from which price on what was sold is good. */
export interface Terms {
  readonly resource: string;
  readonly priceSats: number;
  readonly minAmountSats: number;
}

/** The terms of a request, or `null` if it is free. Throws what the seller's functions throw, and for what they may not answer. */
export async function termsFor<Request>(
  settings: PaywallSettings<Request>,
  request: Request,
  asked: Asked,
): Promise<Terms | null> {
  const { priceSats, acceptFromSats } = settings;
  const price = typeof priceSats === 'function' ? await priceSats(request, asked) : priceSats;
  if (isFree(price)) return null;
  const checked = checkedPrice(price, 'priceSats');
  const from = typeof acceptFromSats === 'function' ? await acceptFromSats(request, asked) : acceptFromSats;
  const accepted = from === undefined ? checked : checkedPrice(from, 'acceptFromSats');
  return {
    resource: await resourceFor(settings, request, asked),
    priceSats: checked,
    minAmountSats: Math.min(checked, accepted),
  };
}

/** What a mint is told besides the terms, as far as the seller says so. */
export async function mintDetails<Request>(
  { description, payer, maxUses, tokenValiditySeconds }: PaywallSettings<Request>,
  request: Request,
  asked: Asked,
): Promise<{ description?: string; payer?: string; maxUses?: number; tokenValiditySeconds?: number }> {
  const text = typeof description === 'function' ? await description(request, asked) : description;
  const who = await payer?.(request, asked);
  return {
    ...(text === undefined ? {} : { description: cut(text) }),
    ...(isPayer(who) ? { payer: who } : {}),
    ...(maxUses === undefined ? {} : { maxUses }),
    ...(tokenValiditySeconds === undefined ? {} : { tokenValiditySeconds }),
  };
}

/** A payer without a name, or with one that is too long to be told apart, gets an invoice of their own. */
function isPayer(who: string | undefined): who is string {
  return typeof who === 'string' && who !== '' && who.length <= MIDDLEWARE_BOUNDS.payerCharsMax;
}

/** As much of a text as fits, cut between characters. */
function cut(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MIDDLEWARE_BOUNDS.descriptionBytesMax) return text;
  const decoder = new TextDecoder();
  return decoder.decode(bytes.subarray(0, MIDDLEWARE_BOUNDS.descriptionBytesMax), { stream: true });
}
