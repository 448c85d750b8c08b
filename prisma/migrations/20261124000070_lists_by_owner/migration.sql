-- A page of the log of changes reads its own entries only: those of a mode and those of both (here: 2) are two ranges, each in
-- the order of ids. Instead of indexes without the mode, along which a page of one mode went through all of the other.
DROP INDEX "audit_entry_merchant_id_id_idx";
DROP INDEX "audit_entry_merchant_id_action_id_idx";
CREATE INDEX "audit_entry_of_merchant" ON "audit_entry" ("merchant_id", (coalesce("mode", 2::smallint)), "id");
CREATE INDEX "audit_entry_of_action" ON "audit_entry" ("merchant_id", (coalesce("mode", 2::smallint)), "action", "id");

-- Whether an event is on its way to an endpoint, asked when it is to be sent again. Only of what is pending, so it stays
-- small however much is kept. Lists of deliveries and the log of events need no further index, and minting writes none: their
-- statements name a range of the indexes that there are, by all their columns, which no other index has.
CREATE INDEX "webhook_delivery_under_way" ON "webhook_delivery" ("event_key", "endpoint_id") WHERE "state" = 0;
