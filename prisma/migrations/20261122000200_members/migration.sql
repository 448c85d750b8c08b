-- The people who may sign in, their sessions, and the letters that they are sent.
CREATE TABLE "member_user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "sealed_totp_secret" BYTEA,
    "totp_confirmed_at" TIMESTAMPTZ(3),
    "totp_last_step" BIGINT,
    "operator" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_user_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "member_user_email_key" ON "member_user"("email");

CREATE TABLE "member_recovery_code" (
    "user_id" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "member_recovery_code_pkey" PRIMARY KEY ("user_id", "digest")
);

CREATE TABLE "member_passkey" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "label" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_passkey_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "member_passkey_credential_id_key" ON "member_passkey"("credential_id");
CREATE INDEX "member_passkey_user_id_idx" ON "member_passkey"("user_id");

CREATE TABLE "member_session" (
    "id" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "user_id" TEXT,
    "api_key_id" TEXT,
    "merchant_id" INTEGER,
    "opened_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "member_session_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "member_session_token_hash_key" ON "member_session"("token_hash");
CREATE INDEX "member_session_user_id_idx" ON "member_session"("user_id");
CREATE INDEX "member_session_expires_at_idx" ON "member_session"("expires_at");

CREATE TABLE "member_link" (
    "token_hash" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" TEXT,
    "email" TEXT,
    "name" TEXT,
    "password_hash" TEXT,
    "binding_hash" BYTEA,
    "merchant_id" INTEGER,
    "opened_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_link_pkey" PRIMARY KEY ("token_hash")
);
CREATE INDEX "member_link_user_id_idx" ON "member_link"("user_id");
CREATE INDEX "member_link_expires_at_idx" ON "member_link"("expires_at");

CREATE TABLE "merchant_member" (
    "merchant_id" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "merchant_member_pkey" PRIMARY KEY ("merchant_id", "user_id"),
    CONSTRAINT "merchant_member_role_check" CHECK ("role" IN ('owner', 'developer', 'read_only'))
);
CREATE INDEX "merchant_member_user_id_idx" ON "merchant_member"("user_id");

CREATE TABLE "merchant_invitation" (
    "id" TEXT NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchant_invitation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "merchant_invitation_role_check" CHECK ("role" IN ('owner', 'developer', 'read_only'))
);
CREATE UNIQUE INDEX "merchant_invitation_token_hash_key" ON "merchant_invitation"("token_hash");
CREATE UNIQUE INDEX "merchant_invitation_merchant_id_email_key" ON "merchant_invitation"("merchant_id", "email");
CREATE INDEX "merchant_invitation_expires_at_idx" ON "merchant_invitation"("expires_at");

CREATE TABLE "paid_sign_up" (
    "payment_hash" BYTEA NOT NULL,
    "email" TEXT NOT NULL,
    "merchant_id" INTEGER NOT NULL,
    "live_key_id" TEXT NOT NULL,
    "test_key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "paid_sign_up_pkey" PRIMARY KEY ("payment_hash")
);

CREATE TABLE "mail_outbox" (
    "id" BIGSERIAL NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "nonce" BYTEA NOT NULL,
    "sealed_text" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_outbox_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "mail_outbox_next_attempt_at_idx" ON "mail_outbox"("next_attempt_at");
CREATE INDEX "mail_outbox_created_at_idx" ON "mail_outbox"("created_at");
