-- Statements of the tests' own.

-- name: Written
SELECT line FROM written

-- name: Things
SELECT name, value FROM thing ORDER BY name

-- name: ReadThing
SELECT value FROM thing WHERE name = @name
FOR UPDATE                                                                     --postgres: lock

-- name: WriteThing
DELETE FROM thing WHERE name = @name;
INSERT INTO thing (name, value) SELECT @name, @value WHERE @value IS NOT NULL

-- name: Schema
SELECT '-- ' || type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT IN ('written', 'thing') ORDER BY type, name  --sqlite
SELECT * FROM (                                                                                                                                       --postgres
SELECT '-- table ' || c.relname AS what, string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' ' || CASE WHEN a.attgenerated = 's' THEN 'GENERATED ' ELSE 'DEFAULT ' END || pg_get_expr(d.adbin, d.adrelid), ''), E'\n' ORDER BY a.attnum) || coalesce(E'\nWITH ' || array_to_string(c.reloptions, ','), '') AS sql FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('written', 'thing') GROUP BY c.oid, c.relname, c.reloptions  --postgres
UNION ALL SELECT '-- constraint ' || conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace                 --postgres
UNION ALL SELECT '-- index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'                                                        --postgres
UNION ALL SELECT '-- view ' || viewname, definition FROM pg_views WHERE schemaname = 'public'                                                          --postgres
UNION ALL SELECT '-- trigger ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal                                                --postgres
UNION ALL SELECT '-- function ' || proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace                           --postgres
UNION ALL SELECT '-- sequence ' || sequencename, 'MINVALUE ' || min_value || ' MAXVALUE ' || max_value FROM pg_sequences WHERE schemaname = 'public'   --postgres
) s ORDER BY 1                                                                                                                                        --postgres

-- name: Sequences
SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1  --postgres
SELECT '' WHERE false                                                          --sqlite

-- name: CountRows
SELECT count(*) FROM t

-- name: NowInTests
SELECT now_us()

-- name: RunningNow
WITH running AS (
  SELECT j.org, j.created_by, j.type, count(*) AS slots, count(DISTINCT j.id) AS jobs
  FROM claim c JOIN job j ON j.id = c.job_id GROUP BY j.org, j.created_by, j.type
), counted AS (
  SELECT org, created_by, type, CASE WHEN EXISTS (SELECT 1 FROM limit_rule WHERE unit = 'jobs') THEN jobs ELSE slots END AS n FROM running
)
SELECT CAST(coalesce((SELECT sum(n) FROM counted), 0) AS bigint),
  CAST(coalesce((
    SELECT max(n) FROM (SELECT sum(n) AS n FROM counted WHERE created_by IS NOT NULL GROUP BY org, created_by) u), 0) AS bigint),
  CAST(coalesce((SELECT sum(n) FROM counted WHERE type = 'mail'), 0) AS bigint),
  (SELECT count(*) FROM job WHERE phase <> 'final') + (SELECT count(*) FROM claim)

-- name: AwaitJob
UPDATE job SET awaited = true WHERE id = @id

-- name: CancelJobRow
UPDATE job SET control = 'cancel', phase = 'final', n_cancel = 1, n_run = 0, finished_at = now_us() WHERE id = @id

-- name: Blocked
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'  --postgres
SELECT 0                                                                                               --sqlite
