-- CreateTable
CREATE TABLE "proxy" (
    "id" SERIAL NOT NULL,
    "public_id" TEXT NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "target_base_url" TEXT NOT NULL,
    "default_price_sats" INTEGER NOT NULL,
    "old_prices" JSONB NOT NULL DEFAULT '[]',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "auth_header" TEXT,
    "sealed_auth_value" BYTEA,
    "timeout_seconds" INTEGER NOT NULL DEFAULT 30,
    "allowed_methods" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "allowed_paths" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "blocked_paths" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "manifest_enabled" BOOLEAN NOT NULL DEFAULT false,
    "manifest_publicly_listed" BOOLEAN NOT NULL DEFAULT false,
    "service_description" TEXT,
    "categories" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "contact_email" TEXT,
    "documentation_url" TEXT,
    "terms_of_service_url" TEXT,
    "is_down" BOOLEAN,
    "probed_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),
    "retired_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proxy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proxy_endpoint" (
    "id" SERIAL NOT NULL,
    "proxy_id" INTEGER NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "http_method" TEXT NOT NULL,
    "base_price_sats" INTEGER NOT NULL,
    "summary" TEXT,
    "max_uses" INTEGER,
    "token_validity_seconds" INTEGER,
    "reserve" BOOLEAN NOT NULL DEFAULT true,
    "is_active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "proxy_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proxy_host" (
    "proxy_id" INTEGER NOT NULL,
    "host" TEXT NOT NULL,
    "proof" TEXT NOT NULL,
    "proven_at" TIMESTAMPTZ(3),

    CONSTRAINT "proxy_host_pkey" PRIMARY KEY ("proxy_id","host")
);

-- CreateIndex
CREATE UNIQUE INDEX "proxy_public_id_key" ON "proxy"("public_id");

-- CreateIndex
CREATE INDEX "proxy_merchant_id_mode_idx" ON "proxy"("merchant_id", "mode");

-- CreateIndex
CREATE UNIQUE INDEX "proxy_endpoint_proxy_id_endpoint_id_key" ON "proxy_endpoint"("proxy_id", "endpoint_id");

-- A price below one would sell nothing.
ALTER TABLE "proxy" ADD CONSTRAINT "proxy_default_price_sats_check" CHECK ("default_price_sats" >= 1);
ALTER TABLE "proxy_endpoint" ADD CONSTRAINT "proxy_endpoint_base_price_sats_check" CHECK ("base_price_sats" >= 1);

-- A name leads to one proxy, whoever else has asked for it.
CREATE UNIQUE INDEX "proxy_host_proven_key" ON "proxy_host"("host") WHERE "proven_at" IS NOT NULL;

-- What the registry shows and what is probed.
CREATE INDEX "proxy_listed_idx" ON "proxy"("id")
  WHERE "manifest_enabled" AND "manifest_publicly_listed" AND "is_active" AND "mode" = 1 AND "retired_at" IS NULL;
