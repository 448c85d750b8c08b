import type { Paywall } from '../paywall.js';

/** Which requests each paywall has let through, for those that meet the same one twice on their way. */
const passed = new WeakMap<Paywall<never>, WeakSet<object>>();

/** Whether this very paywall has let this request through before; a second toll would count a second use. */
export function hasPassed<Request>(paywall: Paywall<Request>, request: object): boolean {
  return passed.get(paywall)?.has(request) ?? false;
}

/** Remembers that the paywall has let the request through. */
export function markPassed<Request>(paywall: Paywall<Request>, request: object): void {
  const known = passed.get(paywall) ?? new WeakSet<object>();
  passed.set(paywall, known.add(request));
}
