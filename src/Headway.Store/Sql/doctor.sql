-- What the doctor looks at. Some of it reads whole tables: it is asked for by a person, never on a request's path.

-- name: DoctorSettings
SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'max_connections', 'autovacuum', 'track_counts', 'server_version', 'in_hot_standby', 'default_transaction_read_only')  --postgres
SELECT 'sqlite_version' AS name, sqlite_version() AS setting UNION ALL SELECT 'journal_mode', journal_mode FROM pragma_journal_mode UNION ALL SELECT 'synchronous', CAST(synchronous AS text) FROM pragma_synchronous UNION ALL SELECT 'foreign_keys', CAST(foreign_keys AS text) FROM pragma_foreign_keys UNION ALL SELECT 'cache_size', CAST(cache_size AS text) FROM pragma_cache_size UNION ALL SELECT 'page_size', CAST(page_size AS text) FROM pragma_page_size UNION ALL SELECT 'quick_check', group_concat(q.quick_check, '; ') FROM (SELECT quick_check FROM pragma_quick_check LIMIT 3) q  --sqlite

-- name: DoctorTables
SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace ORDER BY 2 DESC LIMIT 5  --postgres
SELECT 'file' AS name, c.page_count * s.page_size AS bytes FROM pragma_page_count() c, pragma_page_size() s  --sqlite

-- name: DoctorResults
SELECT id, type, length(result) FROM job WHERE result IS NOT NULL ORDER BY length(result) DESC LIMIT 3

-- name: DoctorLines
SELECT line, max(number) FROM migration GROUP BY line ORDER BY line

-- name: DoctorOrphans
WITH here AS (SELECT id FROM job UNION ALL SELECT job_id FROM leaving)         -- what hung on deleted jobs is on its way out
SELECT 'item', count(*) FROM item x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'back', count(*) FROM back x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'claim', count(*) FROM claim x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
  OR NOT EXISTS (SELECT 1 FROM session s WHERE s.id = x.session)
UNION ALL
SELECT 'attempt', count(*) FROM attempt x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'fault', count(*) FROM fault x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'history', count(*) FROM history x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'process', count(*) FROM process x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'crash', count(*) FROM crash x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'before_image', count(*) FROM before_image x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'job_log', count(*) FROM job_log x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'job_after', count(*) FROM job_after x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'job_key', count(*) FROM job_key x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'error_job', count(*) FROM error_job x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'debit', count(*) FROM debit x WHERE NOT EXISTS (SELECT 1 FROM here h WHERE h.id = x.job_id)
UNION ALL
SELECT 'delivery', count(*) FROM delivery x WHERE NOT EXISTS (SELECT 1 FROM subscription s WHERE s.id = x.subscription_id)
UNION ALL
SELECT 'fire', count(*) FROM fire x WHERE NOT EXISTS (SELECT 1 FROM schedule s WHERE s.id = x.schedule_id)
UNION ALL
SELECT 'sign_in', count(*) FROM sign_in x WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.person_id)
UNION ALL
SELECT 'membership', count(*) FROM membership x WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.person_id)

-- name: DoctorCounters
SELECT j.id FROM job j
LEFT JOIN (
  SELECT x.job_id, count(*) FILTER (WHERE x.state = 'completed') AS done,
    count(*) FILTER (WHERE x.state IN ('failed', 'quarantined')) AS fail, count(*) FILTER (WHERE x.state = 'skipped') AS skip
  FROM item x JOIN job o ON o.id = x.job_id
  WHERE x.gen >= o.base
  GROUP BY x.job_id
) i ON i.job_id = j.id
LEFT JOIN (SELECT job_id, sum(hi - lo + 1) AS n FROM claim WHERE kind = 'work' GROUP BY job_id) c ON c.job_id = j.id
LEFT JOIN (
  SELECT b.job_id, sum(CASE WHEN b.due THEN b.hi - b.lo + 1 ELSE 0 END) AS due, sum(CASE WHEN b.due THEN 0 ELSE b.hi - b.lo + 1 END) AS wait
  FROM back b JOIN job o ON o.id = b.job_id
  WHERE b.lo >= 1 AND b.hi <= o.total
  GROUP BY b.job_id
) w ON w.job_id = j.id
WHERE NOT j.simple AND (coalesce(i.done, 0) <> j.n_done OR coalesce(i.fail, 0) <> j.n_fail OR coalesce(i.skip, 0) <> j.n_skip)
  OR j.phase <> 'final' AND (coalesce(c.n, 0) <> j.n_run OR coalesce(w.due, 0) <> j.n_due OR coalesce(w.wait, 0) <> j.n_wait)
ORDER BY j.id
LIMIT 100

-- name: DoctorQueued
SELECT id, type, config, driver, simple FROM job WHERE phase <> 'final' ORDER BY id LIMIT 10000
