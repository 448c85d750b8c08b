-- A merchant that a payment made is asked for when somebody shows that its address is theirs.
CREATE INDEX "paid_sign_up_merchant_id_idx" ON "paid_sign_up" ("merchant_id");
