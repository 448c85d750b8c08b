/** The bounds of the gateway, with their units. */
export const gatewayBounds = Object.freeze({
  /** How long a request may take to arrive whole: an hour, since bodies may be large. Silence ends it sooner. */
  requestMillis: 3_600_000,
  /** How long an upstream may say nothing in the middle of an answer, or its own time if that is longer; and of a stream. */
  bodySilenceMillis: 60_000,
  streamSilenceMillis: 600_000,
  /** How long a web socket may be silent both ways. */
  socketSilenceMillis: 600_000,
  /** Sockets to one server at a time; requests beyond wait for one. */
  socketsPerServerMax: 256,
  /** Requests that have passed through gateways like this one so often go no further. */
  hopsMax: 4,
  /** How often a credential's payer may hang up on an answer and have the use back, and for how many credentials that is known. */
  hangUps: Object.freeze({ forgivenMax: 3, credentialsMax: 10_000 }),
  /** What a page may ask to send, in a preflight. */
  corsHeadersCharsMax: 1_024,
  /** How long browsers remember an answer to a preflight, and anybody a document. */
  preflightSeconds: 600,
  documentSeconds: 60,
});
