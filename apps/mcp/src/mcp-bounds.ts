/** The bounds of this app, with their units. */
export const mcpBounds = Object.freeze({
  /** How long one call to the broker may take, its repetitions included. */
  callMillis: 10_000,
  /** The longest message of a client. */
  messageBytesMax: 1024 * 1024,
  /** A shorter text is nobody's secret, and hiding it would hide much else. */
  secretCharsMin: 8,
});
