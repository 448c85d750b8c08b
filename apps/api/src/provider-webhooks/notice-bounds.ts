/** The bounds of the routes that wallets send their notices to. A wallet gives up on an answer after five seconds. */
export const noticeBounds = Object.freeze({
  bodyBytesMax: 64 * 1024,
  /** Of those five seconds, what finding the connection may take, and then storing what the notice says. */
  findMillis: 2_000,
  takeMillis: 2_500,
  /** Notices of one connection a minute. */
  perConnectionMax: 3_000,
  /** Calls a minute from one address with tokens that this process has not yet seen to be right. */
  unknownPerAddressMax: 300,
  /** Tokens known to be right; the one not used for longest goes first, and is looked up anew. */
  knownTokensMax: 20_000,
});
