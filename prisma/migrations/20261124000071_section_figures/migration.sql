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

CREATE FUNCTION "count_section"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "section_figure" AS f ("merchant_id", "mode", "section", "day", "revenue_sats", "uses")
  VALUES (NEW."merchant_id", NEW."mode", substring(NEW."resource" FROM '^/l402/proxy/[^/]+'), NEW."day",
    NEW."revenue_sats" - coalesce(OLD."revenue_sats", 0), NEW."uses" - coalesce(OLD."uses", 0))
  ON CONFLICT ("merchant_id", "mode", "section", "day") DO UPDATE
  SET "revenue_sats" = f."revenue_sats" + excluded."revenue_sats", "uses" = f."uses" + excluded."uses";
  RETURN NULL;
END $$;

CREATE TRIGGER "resource_figure_section" AFTER INSERT OR UPDATE ON "resource_figure"
FOR EACH ROW WHEN (NEW."resource" ~ '^/l402/proxy/[^/]') EXECUTE FUNCTION "count_section"();

INSERT INTO "section_figure" ("merchant_id", "mode", "section", "day", "revenue_sats", "uses")
SELECT "merchant_id", "mode", substring("resource" FROM '^/l402/proxy/[^/]+'), "day", sum("revenue_sats"), sum("uses")
FROM "resource_figure" WHERE "resource" ~ '^/l402/proxy/[^/]' GROUP BY 1, 2, 3, 4;
