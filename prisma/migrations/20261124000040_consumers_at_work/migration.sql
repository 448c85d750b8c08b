-- When a process last said that it works for a consumer: what nobody works for holds up no pruning.
ALTER TABLE "event_cursor" ADD COLUMN "worked_at" TIMESTAMPTZ(3);
