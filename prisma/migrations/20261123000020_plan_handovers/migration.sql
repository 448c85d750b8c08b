-- Plans that were paid for, from the wallet's word until they are handed over: one that cannot be holds up no other.
CREATE TABLE "plan_handover" (
    "payment_hash" BYTEA NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "plan_tier" TEXT NOT NULL,
    "amount_sats" INTEGER NOT NULL,
    "paid_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "failure" TEXT,
    CONSTRAINT "plan_handover_pkey" PRIMARY KEY ("payment_hash")
);
CREATE INDEX "plan_handover_next_attempt_at_idx" ON "plan_handover" ("next_attempt_at");
