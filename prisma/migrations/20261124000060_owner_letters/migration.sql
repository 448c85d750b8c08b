-- Behind all that was told before: nobody gets letters about what is long over.
INSERT INTO "event_cursor" ("consumer", "xid", "id")
SELECT 'owner_letters',
       coalesce((SELECT "xid" FROM "outbox" ORDER BY "xid" DESC, "id" DESC LIMIT 1), '0'), 9223372036854775807;

-- How many letters of one kind a merchant's owners got on a day, and how many were left out.
CREATE TABLE "owner_notice" (
    "merchant_id" INTEGER NOT NULL,
    "matter" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "told" SMALLINT NOT NULL DEFAULT 0,
    "left_out" INTEGER NOT NULL DEFAULT 0,
    "last_left_out" TEXT,

    CONSTRAINT "owner_notice_pkey" PRIMARY KEY ("merchant_id", "matter")
);

CREATE INDEX "owner_notice_left_out_idx" ON "owner_notice" ("day") WHERE "left_out" > 0;
