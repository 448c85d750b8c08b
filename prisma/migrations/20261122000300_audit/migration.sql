-- Who changed what. Rows are only added, and deleted when they are old.
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "merchant_id" INTEGER,
    "mode" SMALLINT,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_label" TEXT,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "detail" JSONB NOT NULL,
    "correlation_id" TEXT,
    "address" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "audit_entry_actor_kind_check" CHECK ("actor_kind" IN ('api_key', 'member', 'operator', 'system'))
);
CREATE INDEX "audit_entry_merchant_id_id_idx" ON "audit_entry" ("merchant_id", "id");
CREATE INDEX "audit_entry_merchant_id_action_id_idx" ON "audit_entry" ("merchant_id", "action", "id");
CREATE INDEX "audit_entry_action_id_idx" ON "audit_entry" ("action", "id");
CREATE INDEX "audit_entry_at_idx" ON "audit_entry" ("at");
