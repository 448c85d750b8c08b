/** The bounds of this part, with their units. */
export const proxyBounds = Object.freeze({
  /** For each merchant and mode, however many a plan allows. */
  proxiesMax: 1_000,
  endpointsMax: 500,
  hostsMax: 5,
  methodsMax: 20,
  globsMax: 50,
  globCharsMax: 512,
  nameCharsMax: 100,
  descriptionCharsMax: 500,
  urlCharsMax: 2_048,
  headerNameCharsMax: 100,
  headerValueCharsMax: 4_096,
  timeoutSecondsMin: 1,
  timeoutSecondsMax: 120,
  timeoutSecondsDefault: 30,
  endpointIdCharsMax: 100,
  summaryCharsMax: 200,
  reasonCharsMax: 500,
  categoriesMax: 10,
  categoryCharsMax: 40,
  emailCharsMax: 254,
  /** Prices of earlier that a proxy remembers; beyond, the dearest is forgotten. */
  oldPricesMax: 16,
  /** How often a free name is looked for. */
  nameTriesMax: 5,
  /** What an OpenAPI document may take, and how long fetching it. */
  importBytesMax: 4 * 1024 * 1024,
  importMillis: 15_000,
  /** Operations that an import tells of one by one. */
  importToldMax: 1_000,
  /** Of an invoice's text, in bytes, as middleware cuts its own. */
  invoiceTextBytesMax: 200,
  /** How long what the gateway knows of a proxy may be old, of how many it knows, and of how many host names at once. */
  servedMillis: 1_500,
  servedMax: 2_000,
  hostsServedMax: 10_000,
  /** How long, beyond the time that an upstream has, a use stays reserved. */
  reservationExtraSeconds: 60,
  /** How long an answer waits for a use to be given back, how often what becomes of one is tried in all, and of how many at a time. */
  releaseMillis: 2_000,
  outcomeTriesMax: 4,
  outcomeRetryMillis: 500,
  outcomesUnderWayMax: 1_000,
  /** Requests whose answer was lost and which are asked again under their name. */
  lostRequestsMax: 1_000,
  /** How long closing waits for uses that are being decided. */
  closeMillis: 5_000,
  /** Pages of the registry. */
  pageSizeDefault: 20,
  pageSizeMax: 100,
  pagesMax: 10_000,
  searchCharsMax: 200,
  /** Probes of listed upstreams: how long one takes, how many go out at a time and in one run, and how often each. */
  probeMillis: 10_000,
  probesAtATimeMax: 8,
  probesMax: 200,
  probeEverySeconds: 900,
  /** How long the TXT record of a host name may take to be found. */
  hostProofMillis: 5_000,
  /** Sealed headers read at a time. */
  resealBatchMax: 100,
});
