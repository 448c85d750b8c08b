-- From the first event that is kept: what was paid for and not handed over yet is, and what was handed over stays as it is.
INSERT INTO "event_cursor" ("consumer") VALUES ('plan_purchases');
