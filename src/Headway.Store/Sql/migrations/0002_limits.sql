-- Who may start what, and how much at once. Empty tables here cost a claim one look into each of two of them.

-- Queues and job types that give nothing new.
CREATE TABLE hold (
  kind text NOT NULL,
  name text NOT NULL,
  org text NOT NULL,                 -- '*' for every organisation
  reason text,
  actor text,
  at bigint NOT NULL,
  until bigint,                      -- from then on it holds nothing, whether or not the row is still there
  PRIMARY KEY (kind, name, org),
  CONSTRAINT hold_kind CHECK (kind IN ('queue', 'type'))
);

-- What people set. A job falls under the rule of its name, else under the rule of every name ('*').
CREATE TABLE limit_rule (
  scope text NOT NULL,
  name text NOT NULL,                -- of a user or a key: organisation/name
  unit text NOT NULL,
  most int NOT NULL,
  span bigint,                       -- of starts: in which time
  actor text,
  at bigint NOT NULL,
  PRIMARY KEY (scope, name, unit),
  CONSTRAINT limit_rule_words CHECK (scope IN ('global', 'org', 'user', 'type', 'queue', 'key') AND unit IN ('slots', 'jobs', 'starts')),
  CONSTRAINT limit_rule_span CHECK (most >= 0 AND (unit = 'starts') = (span IS NOT NULL) AND (span IS NULL OR span >= 1000000))
);

-- One row for each name that a rule counts: its lock is what claims meet at.
CREATE TABLE cap (
  key text NOT NULL PRIMARY KEY,
  scope text NOT NULL,
  value text NOT NULL,
  unit text NOT NULL,
  most int NOT NULL,
  span bigint,
  used int NOT NULL DEFAULT 0        -- rows of debit with this key
) WITH (fillfactor = 50);                                                      --postgres
);                                                                             --sqlite
CREATE INDEX cap_value ON cap (scope, value);

-- What counts: a chunk that runs, or (lo = -1) a job that has its place.
CREATE TABLE debit (
  key text NOT NULL,
  job_id uuid NOT NULL,
  lo int NOT NULL,
  PRIMARY KEY (job_id, lo, key)
);
CREATE INDEX debit_key ON debit (key);

-- Starts of chunks by tenths of the span: eleven neighbouring tenths hold every span that ends now.
CREATE TABLE start_count (
  key text NOT NULL,
  tenth bigint NOT NULL,
  n int NOT NULL,
  PRIMARY KEY (key, tenth)
);

-- Jobs that found their cap full leave the index of open jobs and wait here.
CREATE INDEX job_parked ON job (parked, priority DESC, turn, id) WHERE parked IS NOT NULL AND phase <> 'final';

-- Which caps a job falls under.
CREATE VIEW job_cap AS
SELECT m.job_id, m.scope || ':' || m.value || ':' || m.unit AS key, m.scope, m.value, m.unit, m.most, m.span
FROM (
  SELECT j.id AS job_id, r.scope, r.name, r.unit, r.most, r.span,
    CASE r.scope WHEN 'global' THEN '' WHEN 'org' THEN j.org WHEN 'type' THEN j.type WHEN 'queue' THEN j.queue
      WHEN 'user' THEN j.org || '/' || j.created_by ELSE j.org || '/' || j.limit_key END AS value
  FROM job j CROSS JOIN limit_rule r
) m
WHERE m.value IS NOT NULL AND (m.name = m.value OR m.name = '*'
  AND NOT EXISTS (SELECT 1 FROM limit_rule s WHERE s.scope = m.scope AND s.unit = m.unit AND s.name = m.value));

-- How much more may start. Below zero where a limit was lowered under what runs.
CREATE VIEW cap_room AS
SELECT c.key, c.scope, c.value, c.unit, c.most - CASE WHEN c.unit = 'starts'
  THEN coalesce((SELECT sum(s.n) FROM start_count s WHERE s.key = c.key AND s.tenth >= now_us() * 10 / c.span - 10), 0)
  ELSE c.used END AS room
FROM cap c;

-- Chunks just claimed, not yet told to their jobs, that a cap has no room for; whether their job should wait parked.
CREATE VIEW claim_over AS
SELECT x.session, x.call, x.job_id, x.lo, x.is_first, x.key, x.parks
FROM (
  SELECT n.session, n.call, n.job_id, n.lo, n.ord = n.job_ord AS is_first, k.key, r.room,
    k.unit = 'jobs' OR k.scope IN ('user', 'key') AS parks,
    CASE WHEN k.unit <> 'jobs' THEN row_number() OVER (PARTITION BY n.session, n.call, k.key ORDER BY n.ord)
      WHEN p.job_id IS NOT NULL THEN 0
      ELSE dense_rank() OVER (PARTITION BY n.session, n.call, k.key, p.job_id IS NOT NULL ORDER BY n.job_ord) END AS rank
  FROM (
    SELECT c.session, c.call, c.job_id, c.lo, c.ord, min(c.ord) OVER (PARTITION BY c.session, c.call, c.job_id) AS job_ord
    FROM claim c JOIN job j ON j.id = c.job_id AND j.seq = c.seq - 1
  ) n
  JOIN job_cap k ON k.job_id = n.job_id
  LEFT JOIN cap_room r ON r.key = k.key
  LEFT JOIN debit p ON k.unit = 'jobs' AND p.job_id = n.job_id AND p.lo = -1 AND p.key = k.key
) x
WHERE x.rank > 0 AND x.rank > coalesce(x.room, 0);

-- What does not count any more: the chunk is gone, or nothing of the job runs and nothing could, or nothing did for ten seconds.
CREATE VIEW debit_gone AS
SELECT d.key, d.job_id, d.lo
FROM debit d
WHERE NOT EXISTS (SELECT 1 FROM claim c WHERE c.job_id = d.job_id AND (c.lo = d.lo OR d.lo = -1))
  AND (d.lo <> -1 OR NOT EXISTS (SELECT 1 FROM job j WHERE j.id = d.job_id AND j.active_at > now_us() - 10000000
    AND (j.open OR j.driver <> 'worker' AND j.control = 'run' AND j.phase <> 'final')));
