-- What tells of lives that ended badly, or are to be undone.

-- A worker died while it ran this item and nothing else.
CREATE TABLE crash (
  job_id uuid NOT NULL,
  no int NOT NULL,                   -- of the finish item -1
  gen int NOT NULL,
  number int NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (job_id, no, gen, number)
);

-- What handlers changed, as it was before: kept in the transaction that changed it.
CREATE TABLE before_image (
  seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,                --postgres
  seq integer NOT NULL PRIMARY KEY AUTOINCREMENT,                              --sqlite
  job_id uuid NOT NULL,
  gen int NOT NULL,
  no int NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  before_json text,                  -- null: it was not there
  after_hash text                    -- null: it was not there any more
);
CREATE INDEX image_key ON before_image (job_id, kind, key, seq);
CREATE INDEX image_job ON before_image (job_id, seq);
