-- Who made a key, so that the keys of somebody who goes can go with them.
ALTER TABLE "api_key" ADD COLUMN "created_by" TEXT;
CREATE INDEX "api_key_merchant_id_created_by_idx" ON "api_key" ("merchant_id", "created_by");

-- Keys of before have it from the log of changes, as far back as that reaches.
UPDATE "api_key" k SET "created_by" = e.actor_id
FROM "audit_entry" e
WHERE k.created_by IS NULL AND e.merchant_id = k.merchant_id
  AND (e.action IN ('api_key.create', 'api_key.issue') AND e.target = k.id
    OR e.action = 'api_key.rotate' AND e.detail ->> 'newKeyId' = k.id);
