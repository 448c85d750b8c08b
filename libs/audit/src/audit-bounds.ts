/** The bounds of this part, with their units. */
export const auditBounds = Object.freeze({
  /** How long entries are kept: a year, and a month to look into it. */
  keptDays: 400,
  /** Entries that are deleted at a time. */
  pruneBatchMax: 1_000,
  /** Of an action's name. */
  actionCharsMax: 64,
});
