-- Destinations that jobs call: whether they are called, and how calls went lately. Jobs that name none never touch these.
CREATE TABLE breaker (
  org text NOT NULL,
  destination text NOT NULL,
  opened_at bigint,                  -- null: closed
  probe_at bigint,                   -- when a call is tried next; null while open: opened by hand
  probing boolean NOT NULL DEFAULT false, -- a call is being tried
  changed_at bigint NOT NULL,
  actor text,
  reason text,
  PRIMARY KEY (org, destination),
  CONSTRAINT breaker_closed CHECK (opened_at IS NOT NULL OR (probe_at IS NULL AND NOT probing))
);
CREATE INDEX breaker_open ON breaker (org, destination) WHERE opened_at IS NOT NULL;

-- Calls by slices of five seconds; kept ten minutes.
CREATE TABLE breaker_call (
  org text NOT NULL,
  destination text NOT NULL,
  slice bigint NOT NULL,
  type text NOT NULL,
  calls int NOT NULL,
  faults int NOT NULL,
  refused int NOT NULL,
  PRIMARY KEY (org, destination, slice, type)
);
CREATE INDEX breaker_call_slice ON breaker_call (slice);
