-- By which operator's key a link was made and a session opened: with another key, or none, both are over.
ALTER TABLE "member_link" ADD COLUMN "opener_digest" BYTEA;
ALTER TABLE "member_session" ADD COLUMN "opener_digest" BYTEA;
