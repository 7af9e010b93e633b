-- When jobs have had their time. Most jobs end long before, so most have no row: a simple job with the usual limit gets one only when it
-- comes back from a slot without an outcome, and while it is in a slot its claim tells how long. Rows stay until their time has come.
CREATE TABLE deadline (
  job uuid NOT NULL PRIMARY KEY,     -- not job_id: the row may outlive it
  at bigint NOT NULL
);
CREATE INDEX deadline_at ON deadline (at);

CREATE FUNCTION set_deadline() RETURNS trigger LANGUAGE plpgsql AS $$                                      --postgres
BEGIN                                                                                                      --postgres
  IF NEW.started_at IS NULL THEN                                                                           --postgres
    DELETE FROM deadline WHERE job = NEW.id;                                                               --postgres
  ELSIF OLD.started_at IS NULL OR OLD.phase = 'final' THEN                                                 --postgres
    INSERT INTO deadline (job, at) VALUES (NEW.id, now_us() + NEW.time_limit)                              --postgres
    ON CONFLICT (job) DO UPDATE SET at = excluded.at;                                                      --postgres
  ELSE                                                                                                     --postgres
    INSERT INTO deadline (job, at) VALUES (NEW.id, NEW.started_at + NEW.time_limit) ON CONFLICT (job) DO NOTHING;  --postgres
  END IF;                                                                                                  --postgres
  RETURN NULL;                                                                                             --postgres
END $$;                                                                                                    --postgres
CREATE TRIGGER job_deadline AFTER UPDATE ON job FOR EACH ROW                                               --postgres
WHEN (OLD.started_at IS NULL AND NEW.started_at IS NOT NULL AND (NOT NEW.simple OR NEW.time_limit <> 259200000000)  --postgres
  OR NEW.simple AND NEW.n_wait + NEW.n_due > 0 AND OLD.n_wait + OLD.n_due = 0                              --postgres
  OR OLD.phase = 'final' AND NEW.phase <> 'final')                                                         --postgres
EXECUTE FUNCTION set_deadline();                                                                           --postgres

CREATE TRIGGER job_started AFTER UPDATE OF started_at ON job FOR EACH ROW                                  --sqlite
WHEN OLD.started_at IS NULL AND NEW.started_at IS NOT NULL AND (NOT NEW.simple OR NEW.time_limit <> 259200000000)  --sqlite
BEGIN                                                                                                      --sqlite
  INSERT INTO deadline (job, at) VALUES (NEW.id, NEW.started_at + NEW.time_limit)                          --sqlite
  ON CONFLICT (job) DO UPDATE SET at = excluded.at;                                                        --sqlite
END;                                                                                                       --sqlite
CREATE TRIGGER job_came_back AFTER UPDATE OF n_wait, n_due ON job FOR EACH ROW                             --sqlite
WHEN NEW.simple AND NEW.n_wait + NEW.n_due > 0 AND OLD.n_wait + OLD.n_due = 0 AND NEW.started_at IS NOT NULL  --sqlite
BEGIN                                                                                                      --sqlite
  INSERT INTO deadline (job, at) VALUES (NEW.id, NEW.started_at + NEW.time_limit) ON CONFLICT (job) DO NOTHING;  --sqlite
END;                                                                                                       --sqlite
CREATE TRIGGER job_reopened AFTER UPDATE OF phase ON job FOR EACH ROW                                      --sqlite
WHEN OLD.phase = 'final' AND NEW.phase <> 'final'                                                          --sqlite
BEGIN                                                                                                      --sqlite
  DELETE FROM deadline WHERE job = NEW.id AND NEW.started_at IS NULL;                                      --sqlite
  INSERT INTO deadline (job, at) SELECT NEW.id, now_us() + NEW.time_limit WHERE NEW.started_at IS NOT NULL  --sqlite
  ON CONFLICT (job) DO UPDATE SET at = excluded.at;                                                        --sqlite
END;                                                                                                       --sqlite
