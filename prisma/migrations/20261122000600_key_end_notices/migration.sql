-- Told once that a key is about to end.
ALTER TABLE "api_key" ADD COLUMN "end_told_at" TIMESTAMPTZ(3);
CREATE INDEX "api_key_end_untold_idx" ON "api_key" ("expires_at") WHERE "revoked_at" IS NULL AND "end_told_at" IS NULL;
