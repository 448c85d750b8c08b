-- Sums of a day over all resources of a proxy, so that what it has brought is a row for each day that is kept instead of a few
-- hundred. A trigger keeps them, so processes of before this and archives of merchants count in it too, and it always says what
-- the resources say. Whoever counts holds the day's row, so two of them never wait for each other here.
CREATE TABLE "section_figure" (
    "merchant_id" INTEGER NOT NULL,
    "mode" SMALLINT NOT NULL,
    "section" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "revenue_sats" BIGINT NOT NULL DEFAULT 0,
    "uses" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "section_figure_pkey" PRIMARY KEY ("merchant_id", "mode", "section", "day")
);
CREATE INDEX "section_figure_age_idx" ON "section_figure" (("day" + 0));

-- A statement at a time: row by row, a batch of one proxy would write its row once for each resource.
CREATE FUNCTION "count_sections"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO "section_figure" AS f ("merchant_id", "mode", "section", "day", "revenue_sats", "uses")
    SELECT r."merchant_id", r."mode", substring(r."resource" FROM '^/l402/proxy/[^/]+'), r."day",
      sum(r."revenue_sats" - o."revenue_sats"), sum(r."uses" - o."uses")
    FROM "counted" r JOIN "replaced" o USING ("merchant_id", "mode", "day", "resource")
    WHERE r."resource" ~ '^/l402/proxy/[^/]' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT ("merchant_id", "mode", "section", "day") DO UPDATE
    SET "revenue_sats" = f."revenue_sats" + excluded."revenue_sats", "uses" = f."uses" + excluded."uses";
  ELSE
    INSERT INTO "section_figure" AS f ("merchant_id", "mode", "section", "day", "revenue_sats", "uses")
    SELECT r."merchant_id", r."mode", substring(r."resource" FROM '^/l402/proxy/[^/]+'), r."day", sum(r."revenue_sats"), sum(r."uses")
    FROM "counted" r WHERE r."resource" ~ '^/l402/proxy/[^/]' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT ("merchant_id", "mode", "section", "day") DO UPDATE
    SET "revenue_sats" = f."revenue_sats" + excluded."revenue_sats", "uses" = f."uses" + excluded."uses";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "resource_figure_made" AFTER INSERT ON "resource_figure"
REFERENCING NEW TABLE AS "counted" FOR EACH STATEMENT EXECUTE FUNCTION "count_sections"();
CREATE TRIGGER "resource_figure_changed" AFTER UPDATE ON "resource_figure"
REFERENCING OLD TABLE AS "replaced" NEW TABLE AS "counted" FOR EACH STATEMENT EXECUTE FUNCTION "count_sections"();

INSERT INTO "section_figure" ("merchant_id", "mode", "section", "day", "revenue_sats", "uses")
SELECT "merchant_id", "mode", substring("resource" FROM '^/l402/proxy/[^/]+'), "day", sum("revenue_sats"), sum("uses")
FROM "resource_figure" WHERE "resource" ~ '^/l402/proxy/[^/]' GROUP BY 1, 2, 3, 4;
