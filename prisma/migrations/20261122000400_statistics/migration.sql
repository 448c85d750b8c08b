-- Figures for charts: sums of a merchant's day, kept as things happen. For pruning there is an index by day, written so that
-- what is asked of one merchant is never planned along it.
CREATE TABLE "day_figure" (
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "day" DATE NOT NULL,
    "challenges" INTEGER NOT NULL DEFAULT 0,
    "paid_challenges" INTEGER NOT NULL DEFAULT 0,
    "used_challenges" INTEGER NOT NULL DEFAULT 0,
    "revenue_sats" BIGINT NOT NULL DEFAULT 0,
    "uses" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "day_figure_pkey" PRIMARY KEY ("merchant_id", "mode", "day")
);
CREATE INDEX "day_figure_age_idx" ON "day_figure" (("day" + 0));

CREATE TABLE "resource_figure" (
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "day" DATE NOT NULL,
    "resource" TEXT NOT NULL,
    "challenges" INTEGER NOT NULL DEFAULT 0,
    "paid_challenges" INTEGER NOT NULL DEFAULT 0,
    "revenue_sats" BIGINT NOT NULL DEFAULT 0,
    "uses" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "resource_figure_pkey" PRIMARY KEY ("merchant_id", "mode", "day", "resource")
);
CREATE INDEX "resource_figure_age_idx" ON "resource_figure" (("day" + 0));

CREATE TABLE "refusal_figure" (
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "day" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    CONSTRAINT "refusal_figure_pkey" PRIMARY KEY ("merchant_id", "mode", "day", "reason")
);
CREATE INDEX "refusal_figure_age_idx" ON "refusal_figure" (("day" + 0));

CREATE TABLE "challenge_refusal" (
    "key" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "challenge_refusal_pkey" PRIMARY KEY ("key", "reason")
);

-- Days before the first event that is still kept come from the challenges that there are and the sums of those that are
-- not; the others are counted from the events. Uses are in no event, so for all days they are taken from here, by the day
-- on which their challenge was made.
CREATE TEMPORARY TABLE "sold" AS
SELECT merchant_id, mode, day, resource, sum(uses)::bigint AS uses, sum(used)::int AS used, sum(challenges)::int AS challenges,
       sum(paid)::int AS paid, sum(revenue)::bigint AS revenue
FROM (
  SELECT s.merchant_id, s.mode, s.day, s.uses, s.used,
         CASE WHEN is_told THEN 0 ELSE challenges END AS challenges,
         CASE WHEN is_told THEN 0 ELSE paid END AS paid,
         CASE WHEN is_told THEN 0 ELSE revenue END AS revenue,
         CASE WHEN rank() OVER (PARTITION BY s.merchant_id, s.mode, s.day ORDER BY revenue DESC, challenges DESC, resource) <= 200
           THEN resource ELSE '' END AS resource
  FROM (
    SELECT merchant_id, mode, day, resource, sum(challenges) AS challenges, sum(paid) AS paid, sum(revenue) AS revenue,
           sum(uses) AS uses, sum(used) AS used,
           day >= coalesce((SELECT min(occurred_at AT TIME ZONE 'UTC')::date FROM outbox), 'infinity') AS is_told
    FROM (
      SELECT merchant_id, mode, day, resource, challenges, paid_challenges AS paid, revenue_sats AS revenue, uses, 0 AS used
      FROM challenge_rollup
      UNION ALL
      SELECT c.merchant_id, c.mode, (c.created_at AT TIME ZONE 'UTC')::date, c.resource, 1, (c.paid_at IS NOT NULL)::int,
             CASE WHEN c.paid_at IS NULL THEN 0 ELSE c.price_sats END, l.uses_committed, (l.first_used_at IS NOT NULL)::int
      FROM challenge c JOIN challenge_ledger l ON l.key = c.key
    ) each
    GROUP BY merchant_id, mode, day, resource
  ) s
) named
GROUP BY merchant_id, mode, day, resource;

INSERT INTO "day_figure" ("merchant_id", "mode", "day", "challenges", "paid_challenges", "used_challenges", "revenue_sats", "uses")
SELECT merchant_id, mode, day, sum(challenges), sum(paid), sum(used), sum(revenue), sum(uses) FROM "sold" GROUP BY 1, 2, 3;

INSERT INTO "resource_figure" ("merchant_id", "mode", "day", "resource", "challenges", "paid_challenges", "revenue_sats", "uses")
SELECT merchant_id, mode, day, resource, challenges, paid, revenue, uses FROM "sold";

DROP TABLE "sold";
DROP TABLE "challenge_rollup";

INSERT INTO "event_cursor" ("consumer") VALUES ('statistics');

-- For people who look for a challenge. A statement has to say "resource" <> '' to use the one by resource, which all are: so
-- none that is about something else is planned along it.
CREATE INDEX "challenge_resource_idx" ON "challenge" ("merchant_id", "mode", "resource" COLLATE "C", "created_at" DESC, "key") WHERE "resource" <> '';
CREATE INDEX "challenge_payer_idx" ON "challenge" ("merchant_id", "mode", "payer", "created_at" DESC, "key") WHERE "payer" IS NOT NULL;
