const INT4_MAX = 2_147_483_647;

/** The bounds of what an operator may configure as plans. */
export const planBounds = Object.freeze({
  plansFileBytesMax: 256 * 1024,
  plansMax: 50,
  planNameCharsMax: 100,
  trialDaysMax: 3_650,
  priceUsdCentsMax: 1_000_000_000,
  /** Prices are kept in a signed 32-bit column. */
  priceSatsMax: INT4_MAX,
  /** They stand in one row a month, so there cannot be many; a plan for more has no cap. */
  cappedResourcesMax: 1_000,
  cappedChallengesMax: INT4_MAX,
  cappedProxiesMax: 1_000_000,
  webhookEndpointsMax: 1_000,
});
