/** The bounds of members, their sessions and what they sign in with; each with its unit. */
export const memberBounds = Object.freeze({
  sessionSeconds: 43_200,
  /** How old an answer about a session may be: an ended one is dead everywhere within two seconds. */
  sessionCacheMillis: 1_500,
  sessionCacheEntriesMax: 5_000,
  sessionsPerUserMax: 100,
  /** For how long after a sign-in what opens the account is changed without another proof. */
  recentSignInSeconds: 900,
  /** How often it is written when a session was seen last. */
  lastSeenSeconds: 60,
  userAgentCharsMax: 256,
  linkSeconds: 900,
  /** The link that a start on the embedded database prints. */
  startLinkSeconds: 3_600,
  operatorLinkSeconds: 3_600,
  invitationSeconds: 604_800,
  passkeyChallengeSeconds: 300,
  passkeysPerUserMax: 20,
  passkeyLabelCharsMax: 100,
  membersPerMerchantMax: 200,
  merchantsShownMax: 50,
  invitationsPerMerchantMax: 100,
  passwordCharsMin: 12,
  passwordCharsMax: 128,
  passwordHashesAtATime: 2,
  passwordHashesWaitingMax: 64,
  recoveryCodes: 10,
  totpStepSeconds: 30,
  /** Time steps before and after ours whose codes are taken. */
  totpStepsOffMax: 1,
  /** Letters about one matter to the owners of a merchant on a day of UTC; what is left out is summed up when the day is over. */
  ownerNoticesPerDayMax: 6,
  /** Events that are looked through for such notices in one transaction, and merchants for whom is summed up in one. */
  noticeEventsPerBatchMax: 500,
  noticeSumsPerBatchMax: 50,
  pruneBatchMax: 1_000,
  resealBatchMax: 200,
});
