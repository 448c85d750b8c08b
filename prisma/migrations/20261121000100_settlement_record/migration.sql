-- What stays of a settled challenge after it is deleted: a line of the merchant's books.
CREATE TABLE "settlement_record" (
    "key" UUID NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "payment_hash" BYTEA NOT NULL,
    "resource" TEXT NOT NULL,
    "price_sats" INTEGER NOT NULL,
    "received_msat" BIGINT,
    "settled_via" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "invoice_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3) NOT NULL,
    "connection_id" TEXT,
    "provider_ref" TEXT NOT NULL,
    "payer" TEXT,
    CONSTRAINT "settlement_record_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "settlement_record_merchant_id_mode_settled_at_key_idx" ON "settlement_record" ("merchant_id", "mode", "settled_at", "key");
CREATE INDEX "settlement_record_merchant_id_mode_payment_hash_idx" ON "settlement_record" ("merchant_id", "mode", "payment_hash");
CREATE INDEX "settlement_record_settled_at_idx" ON "settlement_record" ("settled_at");
-- By hash, as references may be longer than a page of a B-tree admits.
CREATE INDEX "settlement_record_provider_ref_idx" ON "settlement_record" USING hash ("provider_ref") WHERE "connection_id" IS NOT NULL;
