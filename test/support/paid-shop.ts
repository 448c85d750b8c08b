import type { L402Result, PaywallOptions } from '@turnpike/middleware';

/** A request as a payer sends it; the target goes into the request line as it is. */
export interface ShopRequest {
  readonly method?: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of a shop, with every line of its headers. */
export interface ShopAnswer {
  readonly status: number;
  /** The values of all lines with this name in lower case. */
  lines(name: string): readonly string[];
  readonly text: string;
}

/** Which of the two things for sale a handler serves. */
export type SaleKind = 'cheap' | 'dear';

/** What a handler knows of a request: what its framework reads as `size` from the query, and how it was paid. */
export interface Served {
  readonly kind: SaleKind;
  readonly size: string;
  readonly result: L402Result | undefined;
}

/** What every framework is given to sell: all that is below `/cheap/` and all below `/dear/`. */
export interface ShopPlan {
  /** On which terms; `sizeOf` reads the `size` of the framework's own request. */
  sale(kind: SaleKind, sizeOf: (request: unknown) => string): PaywallOptions<unknown>;
  /** The status of the answer; throws for a handler that fails. 200 by default. */
  serve?(served: Served): number | Promise<number>;
}

/** A shop on one framework. */
export interface PaidShop {
  ask(request: ShopRequest): Promise<ShopAnswer>;
  close(): Promise<void>;
}

/** What a handler answers: what it was asked for, and in a cache header what it would rather have had. */
export async function answerOf(plan: ShopPlan, served: Served): Promise<{ status: number; text: string }> {
  const status = (await plan.serve?.(served)) ?? 200;
  return { status, text: JSON.stringify(served) };
}

/** A parameter that a parser gives as text, as a list or as anything else, as text. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}
