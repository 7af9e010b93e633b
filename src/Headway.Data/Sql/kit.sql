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
  applied_at bigint NOT NULL,
  PRIMARY KEY (line, number)
)

-- name: ListMigrations
SELECT line, number, name, checksum FROM migration WHERE line = @line ORDER BY number

-- name: AddMigration
INSERT INTO migration (line, number, name, checksum, applied_at) VALUES (@line, @number, @name, @checksum, @at)

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
