-- Since when a row waits that was due and not asked about, so that who waited longest is next.
ALTER TABLE "challenge_watch" ADD COLUMN "waiting_since" TIMESTAMPTZ(3);

-- What a hint named (it waits since 1970) goes before the rest, by merchant and when it is due and nobody has it.
CREATE INDEX "challenge_watch_hinted_idx" ON "challenge_watch" ("merchant_id", greatest("next_look_up_at", "taken_until")) WHERE "ended_at" IS NULL AND "waiting_since" = to_timestamp(0);
