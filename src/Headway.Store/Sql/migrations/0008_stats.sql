-- Statistics. A request never counts rows: it adds up what was written with the change.

-- Attempts by minute. A row has the attempts whose run time, and the jobs whose wait, fell into one bucket of a log scale.
CREATE TABLE rollup (
  minute bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  queue text NOT NULL,
  session uuid NOT NULL,             -- no two workers share a row
  bucket int NOT NULL,
  done bigint NOT NULL,
  skipped bigint NOT NULL,
  failed bigint NOT NULL,
  retried bigint NOT NULL,
  cancelled bigint NOT NULL,
  lost bigint NOT NULL,
  busy bigint NOT NULL,
  waits bigint NOT NULL,
  waited bigint NOT NULL,
  cpu bigint NOT NULL,
  memory bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (minute, org, type, queue, session, bucket)
) WITH (fillfactor = 50);                                                      --postgres
);                                                                             --sqlite

-- The same folded to quarters of an hour (level 1), hours (2) and days (3): sums apart from times, so that a chart reads few rows.
CREATE TABLE rollup_total (
  level int NOT NULL,
  at bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  queue text NOT NULL,
  done bigint NOT NULL,
  skipped bigint NOT NULL,
  failed bigint NOT NULL,
  retried bigint NOT NULL,
  cancelled bigint NOT NULL,
  lost bigint NOT NULL,
  busy bigint NOT NULL,
  waits bigint NOT NULL,
  waited bigint NOT NULL,
  cpu bigint NOT NULL,
  memory bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (level, at, org, type, queue)
);

CREATE TABLE rollup_bucket (
  level int NOT NULL,
  at bigint NOT NULL,
  org text NOT NULL,
  type text NOT NULL,
  queue text NOT NULL,
  bucket int NOT NULL,
  runs bigint NOT NULL,
  waits bigint NOT NULL,
  PRIMARY KEY (level, at, org, type, queue, bucket)
);

-- Up to where each level is folded; behind it, the level below tells.
CREATE TABLE rollup_mark (
  level int NOT NULL PRIMARY KEY,
  upto bigint NOT NULL
);
INSERT INTO rollup_mark (level, upto) VALUES (1, 0), (2, 0), (3, 0);

-- How many jobs have which status: tally plus moves not yet folded into it. Triggers write it, so no statement can forget to.
CREATE TABLE job_tally (
  org text NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (org, type, status)
) WITH (fillfactor = 50);                                                      --postgres
) WITHOUT ROWID;                                                               --sqlite

CREATE TABLE job_move (
  id bigint NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,                 --postgres
  id integer NOT NULL PRIMARY KEY,                                             --sqlite
  org text NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  n bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);                           --postgres
);                                                                             --sqlite

-- On PostgreSQL one statement appends its own moves and locks nothing that another could wait for; on SQLite there is one writer.
CREATE FUNCTION tally_inserted() RETURNS trigger LANGUAGE plpgsql AS $$                                    --postgres
BEGIN                                                                                                      --postgres
  INSERT INTO job_move (org, type, status, n) SELECT org, type, status, count(*) FROM fresh GROUP BY org, type, status;  --postgres
  RETURN NULL;                                                                                             --postgres
END $$;                                                                                                    --postgres
CREATE FUNCTION tally_updated() RETURNS trigger LANGUAGE plpgsql AS $$                                     --postgres
BEGIN                                                                                                      --postgres
  INSERT INTO job_move (org, type, status, n)                                                              --postgres
  SELECT org, type, status, sum(n) FROM (                                                                  --postgres
    SELECT org, type, status, 1 AS n FROM fresh UNION ALL SELECT org, type, status, -1 FROM stale          --postgres
  ) m GROUP BY org, type, status HAVING sum(n) <> 0;                                                       --postgres
  RETURN NULL;                                                                                             --postgres
END $$;                                                                                                    --postgres
CREATE FUNCTION tally_deleted() RETURNS trigger LANGUAGE plpgsql AS $$                                     --postgres
BEGIN                                                                                                      --postgres
  INSERT INTO job_move (org, type, status, n) SELECT org, type, status, -count(*) FROM stale GROUP BY org, type, status; --postgres
  RETURN NULL;                                                                                             --postgres
END $$;                                                                                                    --postgres
CREATE TRIGGER job_tally_insert AFTER INSERT ON job
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tally_inserted();                       --postgres
FOR EACH ROW BEGIN                                                                                         --sqlite
  INSERT INTO job_tally (org, type, status, n) VALUES (NEW.org, NEW.type, NEW.status, 1)                   --sqlite
  ON CONFLICT (org, type, status) DO UPDATE SET n = n + 1;                                                 --sqlite
END;                                                                                                       --sqlite
CREATE TRIGGER job_tally_update AFTER UPDATE ON job
REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tally_updated();     --postgres
FOR EACH ROW WHEN NEW.status <> OLD.status BEGIN                                                           --sqlite
  UPDATE job_tally SET n = n - 1 WHERE org = OLD.org AND type = OLD.type AND status = OLD.status;          --sqlite
  INSERT INTO job_tally (org, type, status, n) VALUES (NEW.org, NEW.type, NEW.status, 1)                   --sqlite
  ON CONFLICT (org, type, status) DO UPDATE SET n = n + 1;                                                 --sqlite
END;                                                                                                       --sqlite
CREATE TRIGGER job_tally_delete AFTER DELETE ON job
REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION tally_deleted();                        --postgres
FOR EACH ROW BEGIN                                                                                         --sqlite
  UPDATE job_tally SET n = n - 1 WHERE org = OLD.org AND type = OLD.type AND status = OLD.status;          --sqlite
END;                                                                                                       --sqlite

-- Lists by a status that is neither the beginning nor the good end: few at a time, wherever they are.
CREATE INDEX job_status ON job (status, id) WHERE status NOT IN ('queued', 'completed');
