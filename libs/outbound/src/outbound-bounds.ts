/** The bounds of calls out, with their units. */
export const outboundBounds = Object.freeze({
  /** How long opening a socket may take, the handshake included. */
  connectMillis: 5_000,
  /** How long a name server may take, and how often it is asked. */
  dnsMillis: 1_500,
  dnsTries: 2,
  /** How long an unused socket is kept. Below the five seconds after which many servers close theirs. */
  idleSocketMillis: 4_000,
  /** How long the other side may say nothing in the middle of an answer. The caller's deadline is shorter as a rule. */
  silenceMillis: 20_000,
  headerBytesMax: 16_384,
});
