-- Merchants and their keys

CREATE TABLE "merchant" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "plan_tier" TEXT NOT NULL DEFAULT 'unlimited',
    "subscription_status" TEXT NOT NULL DEFAULT 'active',
    "trial_ends_at" TIMESTAMPTZ(3),
    "current_period_end" TIMESTAMPTZ(3),
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "merchant_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "merchant_email_key" ON "merchant" ("email");

CREATE TABLE "merchant_settings" (
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "strict_verify" BOOLEAN NOT NULL,
    "settlement_policy" TEXT NOT NULL,
    "token_validity_seconds" INTEGER NOT NULL,
    "invoice_expiry_seconds" INTEGER NOT NULL,
    "mpp_enabled" BOOLEAN NOT NULL,
    "mpp_preimage_only" TEXT NOT NULL,
    "realm" TEXT,
    CONSTRAINT "merchant_settings_pkey" PRIMARY KEY ("merchant_id", "mode"),
    CONSTRAINT "merchant_settings_mode_check" CHECK ("mode" IN (0, 1)),
    CONSTRAINT "merchant_settings_policy_check" CHECK ("settlement_policy" IN ('preimage', 'settled'))
);

CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "label" TEXT,
    "scopes" TEXT[],
    "prefix" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "api_key_mode_check" CHECK ("mode" IN (0, 1)),
    CONSTRAINT "api_key_secret_hash_check" CHECK (length("secret_hash") = 32)
);
CREATE UNIQUE INDEX "api_key_secret_hash_key" ON "api_key" ("secret_hash");
CREATE INDEX "api_key_merchant_id_created_at_idx" ON "api_key" ("merchant_id", "created_at");

-- Wallets

CREATE TABLE "wallet_connection" (
    "id" TEXT NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT,
    "role" TEXT,
    "sealed_credentials" BYTEA NOT NULL,
    "network" TEXT,
    "payee" TEXT,
    "health" TEXT NOT NULL DEFAULT 'unknown',
    "bad_since" TIMESTAMPTZ(3),
    "alerted_at" TIMESTAMPTZ(3),
    "warnings" TEXT[],
    "spend_accepted_at" TIMESTAMPTZ(3),
    "webhook_token" TEXT NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', ''),
    "sealed_webhook_secret" BYTEA,
    "last_checked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "wallet_connection_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "wallet_connection_role_check" CHECK ("role" IN ('primary', 'fallback'))
);
CREATE UNIQUE INDEX "wallet_connection_webhook_token_key" ON "wallet_connection" ("webhook_token");
CREATE INDEX "wallet_connection_merchant_id_idx" ON "wallet_connection" ("merchant_id");
CREATE UNIQUE INDEX "wallet_connection_role_key" ON "wallet_connection" ("merchant_id", "role") WHERE "role" IS NOT NULL;

CREATE TABLE "wallet_stream" (
    "connection_id" TEXT NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "fence" INTEGER NOT NULL DEFAULT 1,
    "cursor" TEXT,
    "alive_until" TIMESTAMPTZ(3),
    CONSTRAINT "wallet_stream_pkey" PRIMARY KEY ("connection_id")
);

CREATE TABLE "wallet_notice" (
    "connection_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "wallet_notice_pkey" PRIMARY KEY ("connection_id", "event_id")
);
CREATE INDEX "wallet_notice_received_at_idx" ON "wallet_notice" ("received_at");

CREATE TABLE "wallet_alert" (
    "connection_id" TEXT NOT NULL,
    "matter" TEXT NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "detail" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "wallet_alert_pkey" PRIMARY KEY ("connection_id", "matter")
);
CREATE INDEX "wallet_alert_merchant_id_idx" ON "wallet_alert" ("merchant_id");

CREATE TABLE "token_bucket" (
    "name" TEXT NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_until" TIMESTAMPTZ(3),
    CONSTRAINT "token_bucket_pkey" PRIMARY KEY ("name")
);
CREATE INDEX "token_bucket_updated_at_idx" ON "token_bucket" ("updated_at");

CREATE TABLE "sandbox_invoice" (
    "payment_hash" BYTEA NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "challenge_id" UUID NOT NULL,
    "payment_request" TEXT NOT NULL,
    "amount_msat" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "sandbox_invoice_pkey" PRIMARY KEY ("payment_hash"),
    CONSTRAINT "sandbox_invoice_state_check" CHECK ("state" IN ('open', 'paid', 'expired', 'unknown'))
);
CREATE INDEX "sandbox_invoice_expires_at_idx" ON "sandbox_invoice" ("expires_at");

-- Challenges

CREATE TABLE "challenge" (
    "key" UUID NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "payment_hash" BYTEA NOT NULL,
    "token_id" BYTEA NOT NULL,
    "resource" TEXT NOT NULL,
    "price_sats" INTEGER NOT NULL,
    "payment_request" TEXT NOT NULL,
    "provider_ref" TEXT NOT NULL,
    "connection_id" TEXT,
    "invoice_kid" SMALLINT,
    "description" TEXT,
    "payer" TEXT,
    "method" TEXT,
    "body_sha256" TEXT,
    "metadata" JSONB,
    "max_uses" INTEGER,
    "mpp_offered" BOOLEAN NOT NULL DEFAULT false,
    "idempotency_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "invoice_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "token_expires_at" TIMESTAMPTZ(0) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "received_msat" BIGINT,
    "settled_via" TEXT,
    CONSTRAINT "challenge_pkey" PRIMARY KEY ("key"),
    CONSTRAINT "challenge_mode_check" CHECK ("mode" IN (0, 1)),
    CONSTRAINT "challenge_price_check" CHECK ("price_sats" >= 1),
    CONSTRAINT "challenge_hash_check" CHECK (length("payment_hash") = 32 AND length("token_id") = 32)
);
CREATE INDEX "challenge_merchant_id_mode_created_at_key_idx" ON "challenge" ("merchant_id", "mode", "created_at" DESC, "key");
CREATE INDEX "challenge_token_expires_at_idx" ON "challenge" ("token_expires_at");
CREATE INDEX "challenge_paid_idx" ON "challenge" ("merchant_id", "mode", "created_at" DESC, "key") WHERE "paid_at" IS NOT NULL;
CREATE INDEX "challenge_unpaid_idx" ON "challenge" ("merchant_id", "mode", "created_at" DESC, "key") WHERE "paid_at" IS NULL;
-- The open ones are the end of this range, however many expired unpaid before them.
CREATE INDEX "challenge_open_idx" ON "challenge" ("merchant_id", "mode", "invoice_expires_at") WHERE "paid_at" IS NULL;
CREATE INDEX "challenge_settled_idx" ON "challenge" ("merchant_id", "mode", "settled_at", "key") WHERE "settled_at" IS NOT NULL;
-- By hash, since a wallet's name for an invoice may be longer than an ordered index takes.
CREATE INDEX "challenge_provider_ref_idx" ON "challenge" USING hash ("provider_ref") WHERE "connection_id" IS NOT NULL;
-- Every challenge has a fresh payment hash: an invoice can never open two of them. Made last, because of indexes that seem
-- equally good PostgreSQL takes the newest, and before it has statistics all of them do.
CREATE UNIQUE INDEX "challenge_merchant_id_mode_payment_hash_key" ON "challenge" ("merchant_id", "mode", "payment_hash");

CREATE TABLE "challenge_ledger" (
    "key" UUID NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "settlement" SMALLINT NOT NULL DEFAULT 0,
    "max_uses" INTEGER,
    "uses_committed" BIGINT NOT NULL DEFAULT 0,
    "uses_reserved" INTEGER NOT NULL DEFAULT 0,
    "uses_made" BIGINT NOT NULL DEFAULT 0,
    "last_granted" INTEGER NOT NULL DEFAULT 0,
    "revoked_at" TIMESTAMPTZ(3),
    "first_used_at" TIMESTAMPTZ(3),
    "mpp_claimed_at" TIMESTAMPTZ(3),
    CONSTRAINT "challenge_ledger_pkey" PRIMARY KEY ("key"),
    CONSTRAINT "challenge_ledger_uses_check" CHECK (
        "uses_committed" >= 0 AND "uses_reserved" >= 0
        AND ("max_uses" IS NULL OR "uses_committed" + "uses_reserved" <= "max_uses")
    )
) WITH (fillfactor = 50);

CREATE TABLE "challenge_use" (
    "key" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "state" SMALLINT NOT NULL,
    "request_id" TEXT,
    "fingerprint" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "reserved_until" TIMESTAMPTZ(3),
    CONSTRAINT "challenge_use_pkey" PRIMARY KEY ("key", "seq"),
    CONSTRAINT "challenge_use_state_check" CHECK ("state" IN (0, 1, 2))
);
CREATE UNIQUE INDEX "challenge_use_request_id_key" ON "challenge_use" ("key", "request_id") WHERE "request_id" IS NOT NULL AND "state" <> 2;
CREATE INDEX "challenge_use_request_id_idx" ON "challenge_use" ("key", "request_id") WHERE "request_id" IS NOT NULL;
-- Only a statement that says "seq" > 0 can use these: those that know the use's number have to go by the primary key.
CREATE INDEX "challenge_use_reserved_until_idx" ON "challenge_use" ("reserved_until") WHERE "state" = 0 AND "seq" > 0;
CREATE INDEX "challenge_use_reserved_idx" ON "challenge_use" ("key", "reserved_until") WHERE "state" = 0 AND "seq" > 0;

CREATE TABLE "idempotency_key" (
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "fence" INTEGER NOT NULL DEFAULT 1,
    "lease_until" TIMESTAMPTZ(3),
    "challenge_key" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("merchant_id", "mode", "key")
);
CREATE INDEX "idempotency_key_finished_idx" ON "idempotency_key" ("challenge_key") WHERE "challenge_key" IS NOT NULL;
CREATE INDEX "idempotency_key_unfinished_idx" ON "idempotency_key" ("created_at") WHERE "challenge_key" IS NULL;

CREATE TABLE "challenge_watch" (
    "key" UUID NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "connection_id" TEXT,
    "next_look_up_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_until" TIMESTAMPTZ(3),
    "looks" INTEGER NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "challenge_watch_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "challenge_watch_due_idx" ON "challenge_watch" ("next_look_up_at") WHERE "ended_at" IS NULL;
CREATE INDEX "challenge_watch_connection_idx" ON "challenge_watch" ("connection_id") WHERE "ended_at" IS NULL AND "connection_id" IS NOT NULL;

CREATE TABLE "challenge_rollup" (
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "day" DATE NOT NULL,
    "resource" TEXT NOT NULL,
    "challenges" INTEGER NOT NULL,
    "paid_challenges" INTEGER NOT NULL,
    "revenue_sats" BIGINT NOT NULL,
    "uses" BIGINT NOT NULL,
    CONSTRAINT "challenge_rollup_pkey" PRIMARY KEY ("merchant_id", "mode", "day", "resource")
);

CREATE TABLE "retired_resource" (
    "merchant_id" INTEGER NOT NULL,
    "resource" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "retired_resource_pkey" PRIMARY KEY ("merchant_id", "resource")
);

-- Events

CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "event_id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "outbox_event_id_key" ON "outbox" ("event_id");
CREATE INDEX "outbox_merchant_id_mode_id_idx" ON "outbox" ("merchant_id", "mode", "id");
CREATE INDEX "outbox_occurred_at_idx" ON "outbox" ("occurred_at");
