-- Endpoints that merchants have us call, and one row for each event that each of them is to get.
CREATE TABLE "webhook_endpoint" (
    "id" TEXT NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "description" TEXT,
    "sealed_secret" BYTEA NOT NULL,
    "sealed_old_secret" BYTEA,
    "old_secret_until" TIMESTAMPTZ(3),
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabled_reason" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "from_legacy" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "webhook_endpoint_merchant_id_mode_idx" ON "webhook_endpoint" ("merchant_id", "mode");
-- The route of other brokers that sets one address sets the same one again.
CREATE UNIQUE INDEX "webhook_endpoint_legacy" ON "webhook_endpoint" ("merchant_id", "mode") WHERE "from_legacy";

CREATE TABLE "webhook_delivery" (
    "id" BIGSERIAL NOT NULL,
    "delivery_id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "endpoint_id" TEXT NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "event_key" BIGINT NOT NULL,
    "event_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "state" SMALLINT NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "taken_until" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);
-- What an endpoint still has to get, the soonest first: one long queue hides none of the others.
CREATE INDEX "webhook_delivery_pending" ON "webhook_delivery" ("endpoint_id", "next_attempt_at", "id") WHERE "state" = 0;
CREATE INDEX "webhook_delivery_taken" ON "webhook_delivery" ("endpoint_id") WHERE "taken_until" IS NOT NULL;
CREATE INDEX "webhook_delivery_endpoint_id_id_idx" ON "webhook_delivery" ("endpoint_id", "id");
CREATE INDEX "webhook_delivery_occurred_at_idx" ON "webhook_delivery" ("occurred_at");

-- One tenant's events in the order of commits, for its log and its stream; instead of the order of ids.
DROP INDEX "outbox_merchant_id_mode_id_idx";
CREATE INDEX "outbox_merchant_id_mode_xid_id_idx" ON "outbox" ("merchant_id", "mode", "xid", "id");

-- Nobody has an endpoint yet, so what was told so far is for none.
INSERT INTO "event_cursor" ("consumer", "xid") VALUES ('webhooks', pg_current_xact_id());
