ALTER TABLE "merchant" ADD COLUMN "end_notice_days" SMALLINT;

-- What a merchant under caps has made in a calendar month: one row, changed with every challenge of theirs.
CREATE TABLE "plan_usage" (
    "merchant_id" INTEGER NOT NULL,
    "month" DATE NOT NULL,
    "challenges" INTEGER NOT NULL DEFAULT 0,
    "resources" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
    CONSTRAINT "plan_usage_pkey" PRIMARY KEY ("merchant_id", "month")
) WITH (fillfactor = 50);

-- One paid challenge is one period, however often its credential is sent.
CREATE TABLE "plan_purchase" (
    "payment_hash" BYTEA NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "plan_tier" TEXT NOT NULL,
    "amount_sats" INTEGER NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "purchased_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "plan_purchase_pkey" PRIMARY KEY ("payment_hash")
);
CREATE INDEX "plan_purchase_merchant_id_purchased_at_idx" ON "plan_purchase" ("merchant_id", "purchased_at");
