-- Jobs that wait for jobs. A job that is awaited tells by its own row that it has ended; who waits for it is found from there.

CREATE TABLE job_after (
  job_id uuid NOT NULL,              -- who waits
  after_id uuid NOT NULL,            -- for whose end
  kind text NOT NULL,                -- after: before it begins; child: before it ends
  on_failure text NOT NULL,
  open boolean NOT NULL,             -- it still waits
  PRIMARY KEY (job_id, after_id),
  CONSTRAINT job_after_words CHECK (kind IN ('after', 'child') AND on_failure IN ('fail', 'skip', 'ignore') AND job_id <> after_id)
);
CREATE INDEX job_after_whom ON job_after (after_id, job_id);

-- Ends nobody has been told of yet, and cancelled parents whose children may still be open.
CREATE INDEX job_untold ON job (id) WHERE awaited AND phase = 'final';
CREATE INDEX job_bereaving ON job (id) WHERE has_kids AND control = 'cancel';
CREATE INDEX job_child ON job (parent_id, id) WHERE parent_id IS NOT NULL;
CREATE INDEX job_child_open ON job (parent_id, id) WHERE parent_id IS NOT NULL AND phase <> 'final';
