-- That nobody has shown whose the address of a merchant is, which a payment made, belongs to the merchant: it ends when the
-- merchant is claimed, and goes along when the merchant moves.
ALTER TABLE "merchant" ADD COLUMN "email_unconfirmed" BOOLEAN NOT NULL DEFAULT false;

UPDATE "merchant" m SET "email_unconfirmed" = true
FROM "paid_sign_up" p
WHERE p."merchant_id" = m."id" AND NOT EXISTS (
  SELECT 1 FROM "merchant_member" mm JOIN "member_user" u ON u."id" = mm."user_id"
  WHERE mm."merchant_id" = m."id" AND u."email" = m."email"
);

DROP INDEX "paid_sign_up_merchant_id_idx";
