import type { PaidShop, ShopPlan } from './paid-shop.js';
import { fetchShop, honoShop } from './paid-shops-on-fetch.js';
import { expressShop, fastifyShop, nestShop } from './paid-shops-on-node.js';

/** Each framework that the published paywall has a skin for. */
export const FRAMEWORKS: readonly (readonly [name: string, open: (plan: ShopPlan) => Promise<PaidShop>])[] = [
  ['express', expressShop],
  ['fastify', fastifyShop],
  ['nest', nestShop],
  ['hono', honoShop],
  ['fetch', fetchShop],
];
