/** The bounds of the command line, with their units. */
export const operatorBounds = Object.freeze({
  merchantNameCharsMax: 200,
  emailCharsMax: 254,
  /** Merchants that one call lists. */
  merchantsListedMax: 10_000,
  /** Of the challenges whose keys are looked at, how many from each end. */
  keysInUseChallengesMax: 20_000,
  /** How far the clocks of this machine and the database may be apart. */
  clockSecondsWarnMin: 2,
  clockSecondsFailMin: 60,
  /** How far behind its time a job may be before nobody can be at it. */
  jobLateMillisMax: 120_000,
  /** Numbers above would use up the sequence that numbers merchants. */
  importedMerchantIdMax: 1_000_000_000,
  /** Of one line of an exported merchant. */
  archiveLineCharsMax: 1_048_576,
  /** Of the lines that are written at a time. */
  archiveBatchCharsMax: 4_194_304,
  /** How far behind a consumer of events may be, and how long a transaction may hold all of them back. */
  eventLagSecondsMax: 300,
  writerSecondsMax: 60,
  /** How long a job may wait for a worker. */
  jobWaitMillisMax: 300_000,
});
