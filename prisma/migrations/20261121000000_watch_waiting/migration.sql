-- Since when a row waits that was due and not asked about, so that who waited longest is next.
ALTER TABLE "challenge_watch" ADD COLUMN "waiting_since" TIMESTAMPTZ(3);
