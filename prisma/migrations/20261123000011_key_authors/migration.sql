-- Who made a key, so that the keys of somebody who goes can go with them.
ALTER TABLE "api_key" ADD COLUMN "created_by" TEXT;
CREATE INDEX "api_key_merchant_id_created_by_idx" ON "api_key" ("merchant_id", "created_by");
