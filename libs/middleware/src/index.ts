/**
 * A paywall for HTTP handlers. `@turnpike/middleware/express`, `/fastify`, `/nest`, `/hono` and `/fetch` put it before the
 * handlers of each; this front door has what they share, for those who write a skin of their own.
 */
export { Paywall } from './paywall.js';
export type { Decision } from './paywall.js';
export { Admission } from './admission.js';
export type { HeaderList, PaywallAnswer } from './answers.js';
export type { Asked, RequestFacts } from './request-facts.js';
export type {
  Broker,
  CorsOptions,
  FreeOfCharge,
  FreeRequests,
  PaywallOptions,
  ValueOrFunction,
} from './paywall-options.js';
export { payPage, wantsPage } from './pay-page/pay-page.js';
export type { PayPage, PayPageOptions } from './pay-page/pay-page.js';
export { l402Of, rememberResult } from './l402-result.js';
export type { L402Result } from './l402-result.js';
export { mergedHeaders } from './merged-headers.js';
