-- Ids are given before a commit, so their order is not the order in which events become visible. The transaction's number
-- beside them lets a reader stop before the first transaction that still runs, and so miss nothing that commits late.
ALTER TABLE "outbox" ADD COLUMN "xid" xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX "outbox_xid_id_idx" ON "outbox" ("xid", "id");

CREATE TABLE "event_cursor" (
    "consumer" TEXT NOT NULL,
    "xid" xid8 NOT NULL DEFAULT '0',
    "id" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "event_cursor_pkey" PRIMARY KEY ("consumer")
);
