-- AlterTable
ALTER TABLE "challenge_ledger" ADD COLUMN     "mpp_use_seq" BIGINT;
