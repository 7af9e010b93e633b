-- The kit's own statements.

-- name: BackendPid
SELECT pg_backend_pid()                                                       --postgres
SELECT 0                                                                      --sqlite

-- name: SetClock
SELECT set_config('clock.now_us', @now, true)                                 --postgres
SELECT @now                                                                   --sqlite

-- name: LockMigrations
SELECT pg_advisory_xact_lock(7201640352)                                      --postgres
SELECT 1                                                                      --sqlite

-- name: CreateMigrations
CREATE TABLE IF NOT EXISTS migration (
  line text NOT NULL,
  number int NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  min_reader int NOT NULL,           -- programs that know less of the line cannot work with it; 0: it only added
  applied_at bigint NOT NULL,
  PRIMARY KEY (line, number)
)

-- name: ListMigrations
SELECT line, number, name, checksum, min_reader FROM migration WHERE line = @line ORDER BY number

-- name: AddMigration
INSERT INTO migration (line, number, name, checksum, min_reader, applied_at)
VALUES (@line, @number, @name, @checksum, @min_reader, @at)

-- name: DropMigration
DELETE FROM migration WHERE line = @line AND number = @number

-- name: SqliteVersion
SELECT version()                                                              --postgres
SELECT sqlite_version()                                                       --sqlite

-- name: QuickCheck
SELECT 'ok'                                                                   --postgres
PRAGMA quick_check(1)                                                         --sqlite

-- name: WriterSettings
SELECT 0                                                                      --postgres
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; --sqlite

-- name: ReaderSettings
SELECT 0                                                                      --postgres
PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; --sqlite

-- name: Checkpoint
CHECKPOINT                                                                    --postgres
PRAGMA wal_checkpoint(TRUNCATE)                                               --sqlite

-- name: CopyInto
SELECT @path                                                                  --postgres
VACUUM INTO @path                                                              --sqlite

-- name: BeginWrite
BEGIN                                                                         --postgres
BEGIN IMMEDIATE                                                               --sqlite

-- name: BeginRead
BEGIN

-- name: Commit
COMMIT

-- name: Rollback
ROLLBACK

-- name: Savepoint
SAVEPOINT op

-- name: ReleaseSavepoint
RELEASE SAVEPOINT op

-- name: RollbackToSavepoint
ROLLBACK TO SAVEPOINT op

-- name: TableColumns
SELECT t.relname, a.attname, format_type(a.atttypid, NULL),                                                                               --postgres
  coalesce((SELECT k + 1 FROM generate_subscripts(i.indkey, 1) AS k WHERE i.indkey[k] = a.attnum), 0)                                       --postgres
FROM pg_class t                                                                                                                            --postgres
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''                                   --postgres
LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary                                                                               --postgres
WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition                                  --postgres
ORDER BY t.relname, a.attname                                                                                                              --postgres
SELECT m.name, c.name, lower(c.type), c.pk FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c                                          --sqlite
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.hidden = 0                      --sqlite
ORDER BY m.name, c.name                                                                                                                    --sqlite

-- Templates: what is in braces is filled in from the catalog, never from what anybody sent.

-- name: TableRows
SELECT {columns}, {keys} FROM {table} WHERE {where} ORDER BY {order} LIMIT @limit

-- name: AddTableRows
INSERT INTO {table} ({columns})
SELECT {picks} FROM jsonb_to_recordset(@rows) AS x({types})                   --postgres
SELECT {picks} FROM jsonb_each(@rows)                                          --sqlite

-- name: ClearTable
DELETE FROM {table}

-- name: DropTableRows
DELETE FROM {table} WHERE {where} AND ctid IN (SELECT ctid FROM {table} WHERE {where} LIMIT @limit)             --postgres
DELETE FROM {table} WHERE {where} AND rowid IN (SELECT rowid FROM {table} WHERE {where} LIMIT @limit)           --sqlite

-- name: Note
SELECT pg_notify('headway', @note)                                        --postgres
SELECT @note                                                --sqlite

-- name: Listen
LISTEN headway                                                                --postgres
SELECT 1                                                                      --sqlite
