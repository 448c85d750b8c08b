-- Which word about a wallet its merchant was told, so that a worse one is told, too.
ALTER TABLE "wallet_connection" ADD COLUMN "alerted_health" TEXT;
