/** The bounds of streams of events, with their units. */
export const streamBounds = Object.freeze({
  /** Streams of this process, and of these of one merchant. */
  perProcessMax: 200,
  perMerchantMax: 10,
  /** How often new events are asked for, for all streams in one. */
  pollMillis: 1_000,
  /** Times that are asked at once where a stream has more to hear than it is given at a time. */
  catchUpsMax: 20,
  /** How long nothing is sent before a comment is, so that nobody between takes the stream for dead. */
  commentMillis: 15_000,
  /** How long a stream lasts; whoever still may hear begins another where it ended. */
  lifeMillis: 300_000,
  /** What waits for a reader before it is dropped. */
  waitingBytesMax: 262_144,
  /** How long a reader has to take the end. */
  endMillis: 5_000,
  /** How far back a stream can go on where another ended: a day. */
  resumeSeconds: 86_400,
  /** When a reader whose stream ended is to come back. */
  retryMillis: 2_000,
});

/** The type of `streamBounds`. */
export type StreamBounds = typeof streamBounds;
