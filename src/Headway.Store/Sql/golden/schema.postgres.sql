-- constraint api_key_pkey
PRIMARY KEY (id)

-- constraint archived_pkey
PRIMARY KEY (job_id)

-- constraint attempt_outcome
CHECK (((outcome = 'ended'::text) OR (outcome = 'lost'::text) OR (outcome = 'released'::text) OR (outcome = 'cancelled'::text)))

-- constraint back_pkey
PRIMARY KEY (job_id, lo)

-- constraint back_span
CHECK (((lo <= hi) AND (due OR suspect OR (due_at IS NOT NULL)) AND (NOT (due AND suspect))))

-- constraint before_image_pkey
PRIMARY KEY (seq)

-- constraint breaker_call_pkey
PRIMARY KEY (org, destination, slice, type)

-- constraint breaker_closed
CHECK (((opened_at IS NOT NULL) OR ((probe_at IS NULL) AND (NOT probing))))

-- constraint breaker_pkey
PRIMARY KEY (org, destination)

-- constraint cap_pkey
PRIMARY KEY (key)

-- constraint claim_kind
CHECK (((kind = 'plan'::text) OR (kind = 'work'::text) OR (kind = 'finish'::text)))

-- constraint claim_pkey
PRIMARY KEY (job_id, lo)

-- constraint crash_pkey
PRIMARY KEY (job_id, no, gen, number)

-- constraint deadline_pkey
PRIMARY KEY (job)

-- constraint debit_pkey
PRIMARY KEY (job_id, lo, key)

-- constraint delivery_pkey
PRIMARY KEY (id)

-- constraint delivery_state
CHECK ((((state = 'waiting'::text) OR (state = 'sent'::text) OR (state = 'dead'::text)) AND ((state = 'waiting'::text) = (done_at IS NULL)) AND ((state = 'waiting'::text) OR ((due_at IS NULL) AND (call IS NULL)))))

-- constraint duty_pkey
PRIMARY KEY (name)

-- constraint error_count_pkey
PRIMARY KEY (print, level, at, org, type)

-- constraint error_job_pkey
PRIMARY KEY (job_id, print)

-- constraint error_move_pkey
PRIMARY KEY (id)

-- constraint error_pkey
PRIMARY KEY (print)

-- constraint error_verdict
CHECK ((((verdict = 'open'::text) OR (verdict = 'resolved'::text) OR (verdict = 'ignored'::text)) AND ((verdict = 'ignored'::text) OR ((until IS NULL) AND (until_times IS NULL))) AND ((verdict = 'resolved'::text) OR (back_at IS NULL))))

-- constraint event_pkey
PRIMARY KEY (id)

-- constraint fault_pkey
PRIMARY KEY (job_id, no, gen, number)

-- constraint fire_job
CHECK (((outcome = 'submitted'::text) = (job_id IS NOT NULL)))

-- constraint fire_outcome
CHECK ((outcome = ANY (ARRAY['submitted'::text, 'waiting'::text, 'overlapped'::text, 'missed'::text])))

-- constraint fire_pkey
PRIMARY KEY (schedule_id, fire_at, by_hand)

-- constraint history_pkey
PRIMARY KEY (job_id, seq)

-- constraint hold_kind
CHECK ((kind = ANY (ARRAY['queue'::text, 'type'::text])))

-- constraint hold_pkey
PRIMARY KEY (kind, name, org)

-- constraint item_ended
CHECK (((state IS NULL) = (finished_at IS NULL)))

-- constraint item_pkey
PRIMARY KEY (job_id, no)

-- constraint item_state
CHECK (((state = 'completed'::text) OR (state = 'skipped'::text) OR (state = 'failed'::text) OR (state = 'quarantined'::text)))

-- constraint job_after_pkey
PRIMARY KEY (job_id, after_id)

-- constraint job_after_words
CHECK (((kind = ANY (ARRAY['after'::text, 'child'::text])) AND (on_failure = ANY (ARRAY['fail'::text, 'skip'::text, 'ignore'::text])) AND (job_id <> after_id)))

-- constraint job_counts
CHECK (((waits >= 0) AND (kids >= 0) AND (n_run >= 0) AND (n_due >= 0) AND (n_wait >= 0) AND (n_done >= 0) AND (n_fail >= 0) AND (n_skip >= 0) AND (n_cancel >= 0) AND (((((((n_run + n_due) + n_wait) + n_done) + n_fail) + n_skip) + n_cancel) <= total)))

-- constraint job_cursor
CHECK (((next_no >= 0) AND (next_no <= avail_no) AND (avail_no <= (total + 1))))

-- constraint job_ended
CHECK ((((phase = 'final'::text) = (finished_at IS NOT NULL)) AND ((phase <> 'final'::text) OR ((((n_done + n_fail) + n_skip) + n_cancel) = total)) AND ((control <> 'cancel'::text) OR (phase = 'final'::text) OR (lets_end AND (n_run > 0) AND ((n_due + n_wait) = 0)))))

-- constraint job_key_pkey
PRIMARY KEY (org, type, key)

-- constraint job_log_pkey
PRIMARY KEY (id)

-- constraint job_move_pkey
PRIMARY KEY (id)

-- constraint job_origin
CHECK ((((origin IS NULL) = (origin_job IS NULL)) AND ((origin = 'rerun_errors'::text) OR (origin = 'run_again'::text) OR (origin = 'rollback'::text))))

-- constraint job_pkey
PRIMARY KEY (id)

-- constraint job_tally_pkey
PRIMARY KEY (org, type, status)

-- constraint job_words
CHECK ((((control = 'run'::text) OR (control = 'pause'::text) OR (control = 'cancel'::text)) AND ((driver = 'worker'::text) OR (driver = 'client'::text)) AND ((phase = 'work'::text) OR (phase = 'finish'::text) OR (phase = 'final'::text)) AND ((plan = 'none'::text) OR (plan = 'due'::text) OR (plan = 'run'::text) OR (plan = 'wait'::text) OR (plan = 'completed'::text) OR (plan = 'skipped'::text) OR (plan = 'failed'::text) OR (plan = 'cancelled'::text)) AND ((finish = 'none'::text) OR (finish = 'due'::text) OR (finish = 'run'::text) OR (finish = 'wait'::text) OR (finish = 'blocked'::text) OR (finish = 'completed'::text) OR (finish = 'skipped'::text) OR (finish = 'failed'::text))))

-- constraint leaving_pkey
PRIMARY KEY (job_id)

-- constraint limit_rule_pkey
PRIMARY KEY (scope, name, unit)

-- constraint limit_rule_span
CHECK (((most >= 0) AND ((unit = 'starts'::text) = (span IS NOT NULL)) AND ((span IS NULL) OR (span >= 1000000))))

-- constraint limit_rule_words
CHECK (((scope = ANY (ARRAY['global'::text, 'org'::text, 'user'::text, 'type'::text, 'queue'::text, 'key'::text])) AND (unit = ANY (ARRAY['slots'::text, 'jobs'::text, 'starts'::text]))))

-- constraint membership_pkey
PRIMARY KEY (org, person_id)

-- constraint migration_pkey
PRIMARY KEY (line, number)

-- constraint person_pkey
PRIMARY KEY (id)

-- constraint probe_pkey
PRIMARY KEY (id)

-- constraint process_pkey
PRIMARY KEY (job_id, request)

-- constraint pruned_pkey
PRIMARY KEY (day, org, type)

-- constraint request_pkey
PRIMARY KEY (org, key)

-- constraint retention_pkey
PRIMARY KEY (type, status, at_start)

-- constraint retention_words
CHECK (((status = ANY (ARRAY['*'::text, 'completed'::text, 'failed'::text, 'cancelled'::text])) AND (age >= 0)))

-- constraint rollup_bucket_pkey
PRIMARY KEY (level, at, org, type, queue, bucket)

-- constraint rollup_mark_pkey
PRIMARY KEY (level)

-- constraint rollup_pkey
PRIMARY KEY (minute, org, type, queue, session, bucket)

-- constraint rollup_total_pkey
PRIMARY KEY (level, at, org, type, queue)

-- constraint schedule_look
CHECK (((paused_at IS NULL) OR (look_at IS NULL)))

-- constraint schedule_pkey
PRIMARY KEY (id)

-- constraint schedule_waiting
CHECK ((waiting >= 0))

-- constraint schedule_words
CHECK (((overlap = ANY (ARRAY['skip'::text, 'queue'::text, 'allow'::text])) AND (misfire = ANY (ARRAY['skip'::text, 'once'::text, 'all'::text]))))

-- constraint session_pkey
PRIMARY KEY (id)

-- constraint sign_in_link_pkey
PRIMARY KEY (hash)

-- constraint sign_in_pkey
PRIMARY KEY (id)

-- constraint start_count_pkey
PRIMARY KEY (key, tenth)

-- constraint subscription_channel
CHECK (((channel = 'webhook'::text) OR (channel = 'mail'::text)))

-- constraint subscription_pkey
PRIMARY KEY (id)

-- function begin_again
CREATE OR REPLACE FUNCTION public.begin_again()
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'a row changed before it was locked' USING ERRCODE = 'serialization_failure';
END $function$

-- function feed_bound
CREATE OR REPLACE FUNCTION public.feed_bound()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE bound bigint; mark bigint;
BEGIN
  SELECT last_value INTO bound FROM event_no; -- first: who has no mark yet will get a greater id
  SELECT min(m.id & ((1::bigint << 44) - 1)) INTO mark FROM (
    SELECT (l.classid::bigint << 32) | l.objid::bigint AS id FROM pg_locks l
    WHERE l.locktype = 'advisory' AND l.objsubid = 1
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
  ) m WHERE m.id >> 44 = 296023;
  RETURN least(bound, mark);
END $function$

-- function next_event
CREATE OR REPLACE FUNCTION public.next_event()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared((296023::bigint << 44) | last_value) FROM event_no;
  RETURN nextval('event_no');
END $function$

-- function now_us
CREATE OR REPLACE FUNCTION public.now_us()
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$ BEGIN
  RETURN coalesce(nullif(current_setting('clock.now_us', true), '')::bigint,
    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
END $function$

-- function refuse_edge
CREATE OR REPLACE FUNCTION public.refuse_edge()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'no such edge: % % is final', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'check_violation';
END $function$

-- function set_deadline
CREATE OR REPLACE FUNCTION public.set_deadline()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.started_at IS NULL THEN
    DELETE FROM deadline WHERE job = NEW.id;
  ELSIF OLD.started_at IS NULL OR OLD.phase = 'final' THEN
    INSERT INTO deadline (job, at) VALUES (NEW.id, now_us() + NEW.time_limit)
    ON CONFLICT (job) DO UPDATE SET at = excluded.at;
  ELSE
    INSERT INTO deadline (job, at) VALUES (NEW.id, NEW.started_at + NEW.time_limit) ON CONFLICT (job) DO NOTHING;
  END IF;
  RETURN NULL;
END $function$

-- function tally_deleted
CREATE OR REPLACE FUNCTION public.tally_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO job_move (org, type, status, n) SELECT org, type, status, -count(*) FROM stale GROUP BY org, type, status;
  RETURN NULL;
END $function$

-- function tally_inserted
CREATE OR REPLACE FUNCTION public.tally_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO job_move (org, type, status, n) SELECT org, type, status, count(*) FROM fresh GROUP BY org, type, status;
  RETURN NULL;
END $function$

-- function tally_updated
CREATE OR REPLACE FUNCTION public.tally_updated()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO job_move (org, type, status, n)
  SELECT org, type, status, sum(n) FROM (
    SELECT org, type, status, 1 AS n FROM fresh UNION ALL SELECT org, type, status, -1 FROM stale
  ) m GROUP BY org, type, status HAVING sum(n) <> 0;
  RETURN NULL;
END $function$

-- function tell_ends
CREATE OR REPLACE FUNCTION public.tell_ends()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT 1 FROM subscription WHERE enabled) THEN
    INSERT INTO delivery (subscription_id, org, channel, lane, ended_job, gen, event, facts, created_at, due_at)
    SELECT m.id, j.org, m.channel, m.lane, j.id, j.gen, j.status, jsonb_build_object(
      'type', j.type, 'name', j.name, 'queue', j.queue, 'by', j.created_by, 'source', j.source,
      'total', j.total, 'done', j.n_done, 'fail', j.n_fail, 'skip', j.n_skip, 'cancel', j.n_cancel,
      'created', j.created_at, 'started', j.started_at, 'finished', j.finished_at,
      'fault', CASE WHEN j.n_fail > 0 OR j.status = 'failed' THEN coalesce(j.fault, j.plan_fault) END,
      'labels', j.labels, 'dry', CASE WHEN j.dry_run THEN 1 ELSE 0 END,
      'result', CASE WHEN length(j.result) <= 16384 THEN j.result END,
      'errors', (SELECT jsonb_agg(jsonb_build_object('no', e.no, 'name', e.name, 'fault', e.fault) ORDER BY e.no) FROM (
        SELECT i.no, i.name, i.fault FROM item i WHERE j.n_fail > 0 AND i.job_id = j.id
          AND i.no IN (SELECT DISTINCT f.no FROM fault f WHERE f.job_id = j.id AND f.gen >= j.base ORDER BY f.no LIMIT 100)
          AND i.state IN ('failed', 'quarantined') ORDER BY i.no LIMIT 5) e))::text,
      j.finished_at, j.finished_at
    FROM fresh j
    CROSS JOIN LATERAL (
      SELECT s.id, s.channel, s.lane FROM subscription s
      WHERE s.only_job = j.id AND s.enabled AND strpos(s.events, j.status) > 0
      UNION ALL
      SELECT s.id, s.channel, s.lane FROM subscription s
      WHERE s.only_job IS NULL AND s.org = j.org AND s.enabled AND NOT j.dry_run AND strpos(s.events, j.status) > 0
        AND (s.types IS NULL OR strpos(s.types, ' ' || j.type || ' ') > 0)
        AND (s.labels IS NULL OR j.labels::jsonb @> s.labels::jsonb)
    ) m
    WHERE j.phase = 'final' AND j.id NOT IN (SELECT o.id FROM stale o WHERE o.phase = 'final')
    ORDER BY j.id, m.id
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $function$

-- index api_key_org
CREATE INDEX api_key_org ON public.api_key USING btree (org, id)

-- index api_key_pkey
CREATE UNIQUE INDEX api_key_pkey ON public.api_key USING btree (id)

-- index archived_pkey
CREATE UNIQUE INDEX archived_pkey ON public.archived USING btree (job_id)

-- index attempt_ended
CREATE INDEX attempt_ended ON public.attempt USING btree (ended_at)

-- index attempt_job
CREATE INDEX attempt_job ON public.attempt USING btree (job_id, lo)

-- index attempt_lost
CREATE INDEX attempt_lost ON public.attempt USING btree (ended_at) WHERE (outcome = 'lost'::text)

-- index back_due
CREATE INDEX back_due ON public.back USING btree (job_id, lo) WHERE due

-- index back_pkey
CREATE UNIQUE INDEX back_pkey ON public.back USING btree (job_id, lo)

-- index back_suspect
CREATE INDEX back_suspect ON public.back USING btree (job_id, lo) WHERE suspect

-- index back_wait
CREATE INDEX back_wait ON public.back USING btree (due_at) WHERE (NOT due)

-- index before_image_pkey
CREATE UNIQUE INDEX before_image_pkey ON public.before_image USING btree (seq)

-- index breaker_call_pkey
CREATE UNIQUE INDEX breaker_call_pkey ON public.breaker_call USING btree (org, destination, slice, type)

-- index breaker_call_slice
CREATE INDEX breaker_call_slice ON public.breaker_call USING btree (slice)

-- index breaker_open
CREATE INDEX breaker_open ON public.breaker USING btree (org, destination) WHERE (opened_at IS NOT NULL)

-- index breaker_pkey
CREATE UNIQUE INDEX breaker_pkey ON public.breaker USING btree (org, destination)

-- index cap_pkey
CREATE UNIQUE INDEX cap_pkey ON public.cap USING btree (key)

-- index cap_value
CREATE INDEX cap_value ON public.cap USING btree (scope, value)

-- index claim_pkey
CREATE UNIQUE INDEX claim_pkey ON public.claim USING btree (job_id, lo)

-- index claim_session
CREATE INDEX claim_session ON public.claim USING btree (session, call)

-- index crash_pkey
CREATE UNIQUE INDEX crash_pkey ON public.crash USING btree (job_id, no, gen, number)

-- index deadline_at
CREATE INDEX deadline_at ON public.deadline USING btree (at)

-- index deadline_pkey
CREATE UNIQUE INDEX deadline_pkey ON public.deadline USING btree (job)

-- index debit_key
CREATE INDEX debit_key ON public.debit USING btree (key)

-- index debit_pkey
CREATE UNIQUE INDEX debit_pkey ON public.debit USING btree (job_id, lo, key)

-- index delivery_call
CREATE INDEX delivery_call ON public.delivery USING btree (call) WHERE (call IS NOT NULL)

-- index delivery_due
CREATE INDEX delivery_due ON public.delivery USING btree (due_at) WHERE (due_at IS NOT NULL)

-- index delivery_end
CREATE UNIQUE INDEX delivery_end ON public.delivery USING btree (ended_job, gen, subscription_id) WHERE (ended_job IS NOT NULL)

-- index delivery_lane
CREATE INDEX delivery_lane ON public.delivery USING btree (lane, due_at, id) WHERE (due_at IS NOT NULL)

-- index delivery_pkey
CREATE UNIQUE INDEX delivery_pkey ON public.delivery USING btree (id)

-- index delivery_state
CREATE INDEX delivery_state ON public.delivery USING btree (state, id)

-- index delivery_subscription
CREATE INDEX delivery_subscription ON public.delivery USING btree (subscription_id, id)

-- index duty_pkey
CREATE UNIQUE INDEX duty_pkey ON public.duty USING btree (name)

-- index error_code
CREATE INDEX error_code ON public.error USING btree (code)

-- index error_count_at
CREATE INDEX error_count_at ON public.error_count USING btree (level, at)

-- index error_count_pkey
CREATE UNIQUE INDEX error_count_pkey ON public.error_count USING btree (print, level, at, org, type)

-- index error_job_pkey
CREATE UNIQUE INDEX error_job_pkey ON public.error_job USING btree (job_id, print)

-- index error_job_print
CREATE INDEX error_job_print ON public.error_job USING btree (print, last_at)

-- index error_last
CREATE INDEX error_last ON public.error USING btree (last_at)

-- index error_move_pkey
CREATE UNIQUE INDEX error_move_pkey ON public.error_move USING btree (id)

-- index error_pkey
CREATE UNIQUE INDEX error_pkey ON public.error USING btree (print)

-- index event_pkey
CREATE UNIQUE INDEX event_pkey ON public.event USING btree (id)

-- index fault_at
CREATE INDEX fault_at ON public.fault USING btree (at)

-- index fault_pkey
CREATE UNIQUE INDEX fault_pkey ON public.fault USING btree (job_id, no, gen, number)

-- index fire_open
CREATE INDEX fire_open ON public.fire USING btree (schedule_id) WHERE open

-- index fire_pkey
CREATE UNIQUE INDEX fire_pkey ON public.fire USING btree (schedule_id, fire_at, by_hand)

-- index fire_waiting
CREATE INDEX fire_waiting ON public.fire USING btree (schedule_id, fire_at) WHERE (outcome = 'waiting'::text)

-- index history_pkey
CREATE UNIQUE INDEX history_pkey ON public.history USING btree (job_id, seq)

-- index hold_pkey
CREATE UNIQUE INDEX hold_pkey ON public.hold USING btree (kind, name, org)

-- index image_job
CREATE INDEX image_job ON public.before_image USING btree (job_id, seq)

-- index image_key
CREATE INDEX image_key ON public.before_image USING btree (job_id, kind, key, seq)

-- index item_pkey
CREATE UNIQUE INDEX item_pkey ON public.item USING btree (job_id, no)

-- index job_after_pkey
CREATE UNIQUE INDEX job_after_pkey ON public.job_after USING btree (job_id, after_id)

-- index job_after_whom
CREATE INDEX job_after_whom ON public.job_after USING btree (after_id, job_id)

-- index job_bereaving
CREATE INDEX job_bereaving ON public.job USING btree (id) WHERE (has_kids AND (control = 'cancel'::text))

-- index job_child
CREATE INDEX job_child ON public.job USING btree (parent_id, id) WHERE (parent_id IS NOT NULL)

-- index job_child_open
CREATE INDEX job_child_open ON public.job USING btree (parent_id, id) WHERE ((parent_id IS NOT NULL) AND (phase <> 'final'::text))

-- index job_held
CREATE INDEX job_held ON public.job USING btree (due_at) WHERE (holds > 0)

-- index job_key_pkey
CREATE UNIQUE INDEX job_key_pkey ON public.job_key USING btree (org, type, key)

-- index job_list
CREATE INDEX job_list ON public.job USING btree (org, id)

-- index job_log_job
CREATE INDEX job_log_job ON public.job_log USING btree (job_id, id)

-- index job_log_pkey
CREATE UNIQUE INDEX job_log_pkey ON public.job_log USING btree (id)

-- index job_made
CREATE INDEX job_made ON public.job USING btree (origin_job) WHERE (origin_job IS NOT NULL)

-- index job_move_pkey
CREATE UNIQUE INDEX job_move_pkey ON public.job_move USING btree (id)

-- index job_open
CREATE INDEX job_open ON public.job USING btree (queue, type, org, priority DESC, turn, id) WHERE open

-- index job_parked
CREATE INDEX job_parked ON public.job USING btree (parked, priority DESC, turn, id) WHERE ((parked IS NOT NULL) AND (phase <> 'final'::text))

-- index job_pkey
CREATE UNIQUE INDEX job_pkey ON public.job USING btree (id)

-- index job_status
CREATE INDEX job_status ON public.job USING btree (status, id) WHERE (status <> ALL (ARRAY['queued'::text, 'completed'::text]))

-- index job_tally_pkey
CREATE UNIQUE INDEX job_tally_pkey ON public.job_tally USING btree (org, type, status)

-- index job_untold
CREATE INDEX job_untold ON public.job USING btree (id) WHERE (awaited AND (phase = 'final'::text))

-- index leaving_pkey
CREATE UNIQUE INDEX leaving_pkey ON public.leaving USING btree (job_id)

-- index limit_rule_pkey
CREATE UNIQUE INDEX limit_rule_pkey ON public.limit_rule USING btree (scope, name, unit)

-- index membership_person
CREATE INDEX membership_person ON public.membership USING btree (person_id)

-- index membership_pkey
CREATE UNIQUE INDEX membership_pkey ON public.membership USING btree (org, person_id)

-- index migration_pkey
CREATE UNIQUE INDEX migration_pkey ON public.migration USING btree (line, number)

-- index person_is_first
CREATE UNIQUE INDEX person_is_first ON public.person USING btree (is_first) WHERE is_first

-- index person_name
CREATE UNIQUE INDEX person_name ON public.person USING btree (name)

-- index person_pkey
CREATE UNIQUE INDEX person_pkey ON public.person USING btree (id)

-- index probe_pkey
CREATE UNIQUE INDEX probe_pkey ON public.probe USING btree (id)

-- index process_at
CREATE INDEX process_at ON public.process USING btree (at)

-- index process_pkey
CREATE UNIQUE INDEX process_pkey ON public.process USING btree (job_id, request)

-- index pruned_pkey
CREATE UNIQUE INDEX pruned_pkey ON public.pruned USING btree (day, org, type)

-- index request_at
CREATE INDEX request_at ON public.request USING btree (at)

-- index request_pkey
CREATE UNIQUE INDEX request_pkey ON public.request USING btree (org, key)

-- index retention_pkey
CREATE UNIQUE INDEX retention_pkey ON public.retention USING btree (type, status, at_start)

-- index rollup_bucket_pkey
CREATE UNIQUE INDEX rollup_bucket_pkey ON public.rollup_bucket USING btree (level, at, org, type, queue, bucket)

-- index rollup_mark_pkey
CREATE UNIQUE INDEX rollup_mark_pkey ON public.rollup_mark USING btree (level)

-- index rollup_pkey
CREATE UNIQUE INDEX rollup_pkey ON public.rollup USING btree (minute, org, type, queue, session, bucket)

-- index rollup_total_pkey
CREATE UNIQUE INDEX rollup_total_pkey ON public.rollup_total USING btree (level, at, org, type, queue)

-- index schedule_look_at
CREATE INDEX schedule_look_at ON public.schedule USING btree (look_at) WHERE (look_at IS NOT NULL)

-- index schedule_name
CREATE UNIQUE INDEX schedule_name ON public.schedule USING btree (name, org)

-- index schedule_pkey
CREATE UNIQUE INDEX schedule_pkey ON public.schedule USING btree (id)

-- index session_alive
CREATE INDEX session_alive ON public.session USING btree (started_at) WHERE (ended_at IS NULL)

-- index session_pkey
CREATE UNIQUE INDEX session_pkey ON public.session USING btree (id)

-- index sign_in_expires
CREATE INDEX sign_in_expires ON public.sign_in USING btree (expires_at)

-- index sign_in_hash
CREATE UNIQUE INDEX sign_in_hash ON public.sign_in USING btree (hash)

-- index sign_in_link_pkey
CREATE UNIQUE INDEX sign_in_link_pkey ON public.sign_in_link USING btree (hash)

-- index sign_in_person
CREATE INDEX sign_in_person ON public.sign_in USING btree (person_id)

-- index sign_in_pkey
CREATE UNIQUE INDEX sign_in_pkey ON public.sign_in USING btree (id)

-- index start_count_pkey
CREATE UNIQUE INDEX start_count_pkey ON public.start_count USING btree (key, tenth)

-- index subscription_job
CREATE INDEX subscription_job ON public.subscription USING btree (only_job) WHERE (only_job IS NOT NULL)

-- index subscription_org
CREATE INDEX subscription_org ON public.subscription USING btree (org, id) WHERE (only_job IS NULL)

-- index subscription_pkey
CREATE UNIQUE INDEX subscription_pkey ON public.subscription USING btree (id)

-- sequence before_image_seq_seq
MINVALUE 1 MAXVALUE 9223372036854775807

-- sequence delivery_id_seq
MINVALUE 1 MAXVALUE 9223372036854775807

-- sequence error_move_id_seq
MINVALUE 1 MAXVALUE 9223372036854775807

-- sequence event_no
MINVALUE 0 MAXVALUE 9223372036854775807

-- sequence job_log_id_seq
MINVALUE 1 MAXVALUE 9223372036854775807

-- sequence job_move_id_seq
MINVALUE 1 MAXVALUE 9223372036854775807

-- table api_key
id text NOT NULL
hash text NOT NULL
org text NOT NULL
person_id uuid
name text NOT NULL
role text NOT NULL
scopes text
expires_at bigint
created_by text
created_at bigint NOT NULL
used_at bigint
revoked_at bigint
revoked_by text

-- table archived
job_id uuid NOT NULL
org text NOT NULL
type text NOT NULL
name text
status text NOT NULL
items integer NOT NULL
created_at bigint NOT NULL
finished_at bigint NOT NULL
archived_at bigint NOT NULL
file text NOT NULL
start bigint NOT NULL
length bigint NOT NULL

-- table attempt
job_id uuid NOT NULL
lo integer NOT NULL
hi integer NOT NULL
gen integer NOT NULL
number integer NOT NULL
outcome text NOT NULL
worker text NOT NULL
started_at bigint NOT NULL
ended_at bigint NOT NULL
cpu bigint NOT NULL DEFAULT 0
memory bigint NOT NULL DEFAULT 0
bytes bigint NOT NULL DEFAULT 0

-- table back
job_id uuid NOT NULL
lo integer NOT NULL
hi integer NOT NULL
number integer NOT NULL
started_at bigint
due_at bigint
due boolean NOT NULL
suspect boolean NOT NULL DEFAULT false

-- table before_image
seq bigint NOT NULL
job_id uuid NOT NULL
gen integer NOT NULL
no integer NOT NULL
kind text NOT NULL
key text NOT NULL
before_json text
after_hash text

-- table breaker
org text NOT NULL
destination text NOT NULL
opened_at bigint
probe_at bigint
probing boolean NOT NULL DEFAULT false
changed_at bigint NOT NULL
actor text
reason text

-- table breaker_call
org text NOT NULL
destination text NOT NULL
slice bigint NOT NULL
type text NOT NULL
calls integer NOT NULL
faults integer NOT NULL
refused integer NOT NULL

-- table cap
key text NOT NULL
scope text NOT NULL
value text NOT NULL
unit text NOT NULL
most integer NOT NULL
span bigint
used integer NOT NULL DEFAULT 0
WITH fillfactor=50

-- table claim
job_id uuid NOT NULL
lo integer NOT NULL
hi integer NOT NULL
call uuid NOT NULL
ord integer NOT NULL
kind text NOT NULL
gen integer NOT NULL
seq bigint NOT NULL
number integer NOT NULL
fresh boolean NOT NULL
session uuid NOT NULL
taken_at bigint NOT NULL
suspect boolean NOT NULL DEFAULT false
step text
step_percent double precision
WITH fillfactor=90

-- table crash
job_id uuid NOT NULL
no integer NOT NULL
gen integer NOT NULL
number integer NOT NULL
at bigint NOT NULL

-- table deadline
job uuid NOT NULL
at bigint NOT NULL

-- table debit
key text NOT NULL
job_id uuid NOT NULL
lo integer NOT NULL

-- table delivery
id bigint NOT NULL
subscription_id uuid NOT NULL
org text NOT NULL
channel text NOT NULL
lane text NOT NULL
ended_job uuid
gen integer NOT NULL
event text NOT NULL
facts text
state text NOT NULL DEFAULT 'waiting'::text
attempts integer NOT NULL DEFAULT 0
call uuid
due_at bigint
created_at bigint NOT NULL
tried_at bigint
done_at bigint
status integer
answer text
error text
WITH fillfactor=70

-- table duty
name text NOT NULL
holder uuid NOT NULL
until bigint NOT NULL
ran_at bigint

-- table error
print text NOT NULL
class text NOT NULL
code text NOT NULL
pattern text NOT NULL
sample text NOT NULL
hint text
first_at bigint NOT NULL
last_at bigint NOT NULL
times bigint NOT NULL
verdict text NOT NULL DEFAULT 'open'::text
until bigint
until_times bigint
changed_at bigint
actor text
reason text
back_at bigint
WITH fillfactor=70

-- table error_count
print text NOT NULL
level integer NOT NULL
at bigint NOT NULL
org text NOT NULL
type text NOT NULL
times bigint NOT NULL
failed bigint NOT NULL
jobs bigint NOT NULL
WITH fillfactor=70

-- table error_job
job_id uuid NOT NULL
print text NOT NULL
times bigint NOT NULL
first_at bigint NOT NULL
last_at bigint NOT NULL

-- table error_move
id bigint NOT NULL
at bigint NOT NULL
org text NOT NULL
type text NOT NULL
job uuid NOT NULL
print text NOT NULL
class text NOT NULL
code text NOT NULL
pattern text NOT NULL
sample text NOT NULL
hint text
times bigint NOT NULL
failed bigint NOT NULL
WITH autovacuum_vacuum_scale_factor=0,autovacuum_vacuum_threshold=5000

-- table event
id bigint NOT NULL DEFAULT next_event()
at bigint NOT NULL
org text NOT NULL
kind text NOT NULL
actor text
jobs text NOT NULL

-- table fault
job_id uuid NOT NULL
no integer NOT NULL
gen integer NOT NULL
number integer NOT NULL
at bigint NOT NULL
class text NOT NULL
code text NOT NULL
fault text NOT NULL

-- table fire
schedule_id uuid NOT NULL
fire_at bigint NOT NULL
by_hand boolean NOT NULL
made_at bigint NOT NULL
outcome text NOT NULL
job_id uuid
missed integer NOT NULL
actor text
open boolean NOT NULL

-- table history
job_id uuid NOT NULL
seq bigint NOT NULL
at bigint NOT NULL
kind text NOT NULL
actor text
event_id bigint NOT NULL

-- table hold
kind text NOT NULL
name text NOT NULL
org text NOT NULL
reason text
actor text
at bigint NOT NULL
until bigint

-- table item
job_id uuid NOT NULL
no integer NOT NULL
name text
input text
state text
gen integer NOT NULL DEFAULT 1
number integer NOT NULL DEFAULT 0
output text
fault text
started_at bigint
finished_at bigint
step text
step_percent double precision
step_call uuid
WITH fillfactor=60

-- table job
id uuid NOT NULL
created_at bigint NOT NULL
active_at bigint NOT NULL
turn bigint NOT NULL
seq bigint NOT NULL DEFAULT 1
time_limit bigint NOT NULL DEFAULT '259200000000'::bigint
cpu bigint NOT NULL DEFAULT 0
memory bigint NOT NULL DEFAULT 0
bytes bigint NOT NULL DEFAULT 0
priority integer NOT NULL
chunk integer NOT NULL
max_attempts integer NOT NULL
holds integer NOT NULL DEFAULT 0
waits integer NOT NULL DEFAULT 0
kids integer NOT NULL DEFAULT 0
next_no integer NOT NULL DEFAULT 0
avail_no integer NOT NULL DEFAULT 0
total integer NOT NULL DEFAULT 0
plan_total integer NOT NULL DEFAULT 0
n_run integer NOT NULL DEFAULT 0
n_due integer NOT NULL DEFAULT 0
n_wait integer NOT NULL DEFAULT 0
n_done integer NOT NULL DEFAULT 0
n_fail integer NOT NULL DEFAULT 0
n_skip integer NOT NULL DEFAULT 0
n_cancel integer NOT NULL DEFAULT 0
gen integer NOT NULL DEFAULT 1
base integer NOT NULL DEFAULT 1
plan_gen integer NOT NULL DEFAULT 1
simple boolean NOT NULL
dry_run boolean NOT NULL DEFAULT false
quarantined boolean NOT NULL DEFAULT false
lets_end boolean NOT NULL DEFAULT false
kept boolean NOT NULL DEFAULT false
has_kids boolean NOT NULL DEFAULT false
awaited boolean NOT NULL DEFAULT false
open boolean GENERATED ((control = 'run'::text) AND (phase <> 'final'::text) AND (holds = 0) AND (waits = 0) AND (parked IS NULL) AND (driver = 'worker'::text) AND ((next_no < avail_no) OR (n_due > 0) OR (plan = 'due'::text) OR (finish = 'due'::text)))
org text NOT NULL
queue text NOT NULL
type text NOT NULL
control text NOT NULL DEFAULT 'run'::text
phase text NOT NULL DEFAULT 'work'::text
plan text NOT NULL
finish text NOT NULL
driver text NOT NULL DEFAULT 'worker'::text
source text NOT NULL DEFAULT 'api'::text
name text
created_by text
schedule_id uuid
unique_key text
limit_key text
parked text
due_at bigint
started_at bigint
finished_at bigint
parent_id uuid
kin_fault text
origin text
origin_job uuid
rolled_by uuid
rolled_at bigint
expected integer
overran integer
status text GENERATED 
CASE
    WHEN ((control = 'cancel'::text) AND (overran = gen)) THEN 'failed'::text
    WHEN (control = 'cancel'::text) THEN 'cancelled'::text
    WHEN ((phase = 'final'::text) AND ((kin_fault IS NOT NULL) OR (plan = 'failed'::text) OR (finish = 'failed'::text) OR ((total > 0) AND ((n_done + n_skip) = 0)))) THEN 'failed'::text
    WHEN (phase = 'final'::text) THEN 'completed'::text
    WHEN ((control = 'pause'::text) AND (n_run = 0) AND (finish <> 'run'::text) AND (plan <> 'run'::text)) THEN 'paused'::text
    WHEN ((n_run > 0) OR (finish = 'run'::text)) THEN 'running'::text
    WHEN (plan = 'run'::text) THEN 'preparing'::text
    WHEN (((n_wait > 0) OR (plan = 'wait'::text) OR (finish = 'wait'::text)) AND (NOT ((total > ((((((n_run + n_due) + n_wait) + n_done) + n_fail) + n_skip) + n_cancel)) OR (n_due > 0) OR (plan = 'due'::text) OR ((phase = 'finish'::text) AND (finish <> 'wait'::text))))) THEN 'retrying'::text
    WHEN (started_at IS NOT NULL) THEN 'running'::text
    WHEN (holds > 0) THEN 'scheduled'::text
    ELSE 'queued'::text
END
step text
step_percent double precision
labels text NOT NULL
config text NOT NULL
fault text
plan_fault text
plan_output text
result text
WITH fillfactor=60

-- table job_after
job_id uuid NOT NULL
after_id uuid NOT NULL
kind text NOT NULL
on_failure text NOT NULL
open boolean NOT NULL

-- table job_key
org text NOT NULL
type text NOT NULL
key text NOT NULL
job_id uuid NOT NULL

-- table job_log
id bigint NOT NULL
job_id uuid NOT NULL
no integer NOT NULL
gen integer NOT NULL
attempt integer NOT NULL
at bigint NOT NULL
level integer NOT NULL
category text
message text NOT NULL
exception text

-- table job_move
id bigint NOT NULL
org text NOT NULL
type text NOT NULL
status text NOT NULL
n bigint NOT NULL
WITH autovacuum_vacuum_scale_factor=0,autovacuum_vacuum_threshold=5000

-- table job_tally
org text NOT NULL
type text NOT NULL
status text NOT NULL
n bigint NOT NULL
WITH fillfactor=50

-- table leaving
job_id uuid NOT NULL
from_at bigint NOT NULL

-- table limit_rule
scope text NOT NULL
name text NOT NULL
unit text NOT NULL
most integer NOT NULL
span bigint
actor text
at bigint NOT NULL

-- table membership
org text NOT NULL
person_id uuid NOT NULL
role text NOT NULL

-- table migration
line text NOT NULL
number integer NOT NULL
name text NOT NULL
checksum text NOT NULL
min_reader integer NOT NULL
applied_at bigint NOT NULL

-- table person
id uuid NOT NULL
name text NOT NULL
title text
password text
is_first boolean NOT NULL
tries integer NOT NULL DEFAULT 0
locked_until bigint
disabled_at bigint
created_by text
created_at bigint NOT NULL
signed_in_at bigint

-- table probe
id integer NOT NULL
at bigint NOT NULL

-- table process
job_id uuid NOT NULL
request text NOT NULL
call uuid NOT NULL
answered_by uuid
done boolean NOT NULL DEFAULT false
total integer NOT NULL DEFAULT 0
n_done integer NOT NULL DEFAULT 0
n_fail integer NOT NULL DEFAULT 0
n_skip integer NOT NULL DEFAULT 0
at bigint NOT NULL

-- table pruned
day bigint NOT NULL
org text NOT NULL
type text NOT NULL
jobs bigint NOT NULL
items bigint NOT NULL
archived bigint NOT NULL

-- table request
org text NOT NULL
key text NOT NULL
hash text NOT NULL
id uuid NOT NULL
status integer
location text
answer text
at bigint NOT NULL

-- table retention
type text NOT NULL
status text NOT NULL
at_start boolean NOT NULL
age bigint
archive boolean NOT NULL

-- table rollup
minute bigint NOT NULL
org text NOT NULL
type text NOT NULL
queue text NOT NULL
session uuid NOT NULL
bucket integer NOT NULL
done bigint NOT NULL
skipped bigint NOT NULL
failed bigint NOT NULL
retried bigint NOT NULL
cancelled bigint NOT NULL
lost bigint NOT NULL
busy bigint NOT NULL
waits bigint NOT NULL
waited bigint NOT NULL
cpu bigint NOT NULL
memory bigint NOT NULL
bytes bigint NOT NULL
WITH fillfactor=50

-- table rollup_bucket
level integer NOT NULL
at bigint NOT NULL
org text NOT NULL
type text NOT NULL
queue text NOT NULL
bucket integer NOT NULL
runs bigint NOT NULL
waits bigint NOT NULL

-- table rollup_mark
level integer NOT NULL
upto bigint NOT NULL

-- table rollup_total
level integer NOT NULL
at bigint NOT NULL
org text NOT NULL
type text NOT NULL
queue text NOT NULL
done bigint NOT NULL
skipped bigint NOT NULL
failed bigint NOT NULL
retried bigint NOT NULL
cancelled bigint NOT NULL
lost bigint NOT NULL
busy bigint NOT NULL
waits bigint NOT NULL
waited bigint NOT NULL
cpu bigint NOT NULL
memory bigint NOT NULL
bytes bigint NOT NULL

-- table schedule
id uuid NOT NULL
org text NOT NULL
name text NOT NULL
cron text
zone text NOT NULL
every bigint
at bigint
overlap text NOT NULL
misfire text NOT NULL
job text NOT NULL
has_plan boolean NOT NULL
has_finish boolean NOT NULL
chunk integer NOT NULL
max_attempts integer NOT NULL
created_by text
created_at bigint NOT NULL
changed_at bigint NOT NULL
version integer NOT NULL
paused_at bigint
paused_by text
pause_reason text
next_at bigint
look_at bigint
last_at bigint
waiting integer NOT NULL
fires bigint NOT NULL

-- table session
id uuid NOT NULL
worker text NOT NULL
host text NOT NULL
process_id integer NOT NULL
version text NOT NULL
slots integer NOT NULL
busy integer NOT NULL
cpu double precision
memory bigint NOT NULL
queues text NOT NULL
types text NOT NULL
draining boolean NOT NULL
started_at bigint NOT NULL
beat_at bigint NOT NULL
expires_at bigint NOT NULL
claimed_at bigint
ended_at bigint
held integer
skew bigint
WITH fillfactor=50

-- table sign_in
id uuid NOT NULL
hash text NOT NULL
person_id uuid NOT NULL
address text
browser text
created_at bigint NOT NULL
seen_at bigint NOT NULL
expires_at bigint NOT NULL

-- table sign_in_link
hash text NOT NULL
person_id uuid
expires_at bigint NOT NULL

-- table start_count
key text NOT NULL
tenth bigint NOT NULL
n integer NOT NULL

-- table subscription
id uuid NOT NULL
org text NOT NULL
only_job uuid
name text
channel text NOT NULL
target text NOT NULL
lane text NOT NULL
events text NOT NULL
types text
labels text
secret text
old_secret text
old_until bigint
enabled boolean NOT NULL
reason text
created_by text
created_at bigint NOT NULL
changed_at bigint NOT NULL

-- trigger item_edge
CREATE TRIGGER item_edge BEFORE UPDATE OF state ON public.item FOR EACH ROW WHEN (((old.state IS NOT NULL) AND ((new.state IS NULL) OR (new.state <> old.state)) AND (new.gen <= old.gen) AND (NOT ((new.state IS NOT NULL) AND (new.state = 'skipped'::text) AND (old.state = ANY (ARRAY['failed'::text, 'quarantined'::text])))))) EXECUTE FUNCTION refuse_edge('state')

-- trigger job_deadline
CREATE TRIGGER job_deadline AFTER UPDATE ON public.job FOR EACH ROW WHEN ((((old.started_at IS NULL) AND (new.started_at IS NOT NULL) AND ((NOT new.simple) OR (new.time_limit <> '259200000000'::bigint))) OR (new.simple AND ((new.n_wait + new.n_due) > 0) AND ((old.n_wait + old.n_due) = 0)) OR ((old.phase = 'final'::text) AND (new.phase <> 'final'::text)))) EXECUTE FUNCTION set_deadline()

-- trigger job_edge
CREATE TRIGGER job_edge BEFORE UPDATE OF phase ON public.job FOR EACH ROW WHEN (((old.phase = 'final'::text) AND (new.phase <> 'final'::text) AND (new.gen <= old.gen))) EXECUTE FUNCTION refuse_edge('phase')

-- trigger job_tally_delete
CREATE TRIGGER job_tally_delete AFTER DELETE ON public.job REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION tally_deleted()

-- trigger job_tally_insert
CREATE TRIGGER job_tally_insert AFTER INSERT ON public.job REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tally_inserted()

-- trigger job_tally_update
CREATE TRIGGER job_tally_update AFTER UPDATE ON public.job REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tally_updated()

-- trigger job_tell_ends
CREATE TRIGGER job_tell_ends AFTER UPDATE ON public.job REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tell_ends()

-- view cap_room
SELECT c.key,
    c.scope,
    c.value,
    c.unit,
    (c.most -
        CASE
            WHEN (c.unit = 'starts'::text) THEN COALESCE(( SELECT sum(s.n) AS sum
               FROM start_count s
              WHERE ((s.key = c.key) AND (s.tenth >= (((now_us() * 10) / c.span) - 10)))), (0)::bigint)
            ELSE (c.used)::bigint
        END) AS room
   FROM cap c;

-- view claim_over
SELECT x.session,
    x.call,
    x.job_id,
    x.lo,
    x.is_first,
    x.key,
    x.parks
   FROM ( SELECT n.session,
            n.call,
            n.job_id,
            n.lo,
            (n.ord = n.job_ord) AS is_first,
            k.key,
            r.room,
            ((k.unit = 'jobs'::text) OR (k.scope = ANY (ARRAY['user'::text, 'key'::text]))) AS parks,
                CASE
                    WHEN (k.unit <> 'jobs'::text) THEN row_number() OVER (PARTITION BY n.session, n.call, k.key ORDER BY n.ord)
                    WHEN (p.job_id IS NOT NULL) THEN (0)::bigint
                    ELSE dense_rank() OVER (PARTITION BY n.session, n.call, k.key, (p.job_id IS NOT NULL) ORDER BY n.job_ord)
                END AS rank
           FROM (((( SELECT c.session,
                    c.call,
                    c.job_id,
                    c.lo,
                    c.ord,
                    min(c.ord) OVER (PARTITION BY c.session, c.call, c.job_id) AS job_ord
                   FROM (claim c
                     JOIN job j ON (((j.id = c.job_id) AND (j.seq = (c.seq - 1)))))) n
             JOIN job_cap k ON ((k.job_id = n.job_id)))
             LEFT JOIN cap_room r ON ((r.key = k.key)))
             LEFT JOIN debit p ON (((k.unit = 'jobs'::text) AND (p.job_id = n.job_id) AND (p.lo = '-1'::integer) AND (p.key = k.key))))) x
  WHERE ((x.rank > 0) AND (x.rank > COALESCE(x.room, (0)::bigint)));

-- view debit_gone
SELECT d.key,
    d.job_id,
    d.lo
   FROM debit d
  WHERE ((NOT (EXISTS ( SELECT 1
           FROM claim c
          WHERE ((c.job_id = d.job_id) AND ((c.lo = d.lo) OR (d.lo = '-1'::integer)))))) AND ((d.lo <> '-1'::integer) OR (NOT (EXISTS ( SELECT 1
           FROM job j
          WHERE ((j.id = d.job_id) AND (j.active_at > (now_us() - 10000000)) AND (j.open OR ((j.driver <> 'worker'::text) AND (j.control = 'run'::text) AND (j.phase <> 'final'::text)))))))));

-- view item_view
SELECT u.job_id,
    u.no,
    u.name,
    u.input,
    u.output,
    u.own,
    u.life,
    u.told,
        CASE
            WHEN (u.state = ANY (ARRAY['completed'::text, 'skipped'::text, 'failed'::text, 'quarantined'::text])) THEN u.state
            WHEN (u.phase = 'final'::text) THEN 'cancelled'::text
            WHEN (c.lo IS NOT NULL) THEN 'running'::text
            WHEN ((b.lo IS NOT NULL) AND (NOT b.due)) THEN 'retrying'::text
            WHEN ((u.waits > 0) AND ((b.lo IS NOT NULL) OR (u.no > u.next_no))) THEN 'blocked'::text
            WHEN ((b.lo IS NOT NULL) AND (u.holds > 0)) THEN 'scheduled'::text
            WHEN (b.lo IS NOT NULL) THEN 'ready'::text
            WHEN (u.state = 'blocked'::text) THEN 'blocked'::text
            WHEN (u.no <= u.next_no) THEN 'cancelled'::text
            WHEN (u.holds > 0) THEN 'scheduled'::text
            ELSE 'ready'::text
        END AS state,
        CASE
            WHEN (u.state = 'completed'::text) THEN NULL::text
            ELSE u.fault
        END AS fault,
    u.number,
    c.number AS claim_number,
    b.number AS back_number,
    u.started_at,
    c.taken_at,
    b.started_at AS back_started_at,
        CASE
            WHEN (u.state = ANY (ARRAY['completed'::text, 'skipped'::text, 'failed'::text, 'quarantined'::text])) THEN u.finished_at
            WHEN (u.phase = 'final'::text) THEN u.job_finished_at
            ELSE NULL::bigint
        END AS finished_at,
    b.due_at AS back_due_at,
    u.due_at,
        CASE
            WHEN (c.lo = c.hi) THEN c.step
            WHEN (u.step_call = c.call) THEN u.step
            ELSE NULL::text
        END AS step,
        CASE
            WHEN (c.lo = c.hi) THEN c.step_percent
            WHEN (u.step_call = c.call) THEN u.step_percent
            ELSE NULL::double precision
        END AS step_percent
   FROM ((( SELECT i.job_id,
            i.no,
            i.name,
            i.input,
            1 AS own,
            i.no AS told,
                CASE
                    WHEN (i.gen >= j.base) THEN i.output
                    ELSE NULL::text
                END AS output,
                CASE
                    WHEN (i.gen >= j.base) THEN i.gen
                    ELSE j.base
                END AS life,
                CASE
                    WHEN (i.gen >= j.base) THEN i.state
                    ELSE NULL::text
                END AS state,
                CASE
                    WHEN (i.gen >= j.base) THEN i.fault
                    ELSE NULL::text
                END AS fault,
                CASE
                    WHEN (i.gen >= j.base) THEN i.number
                    ELSE 0
                END AS number,
            i.started_at,
                CASE
                    WHEN (i.gen >= j.base) THEN i.finished_at
                    ELSE NULL::bigint
                END AS finished_at,
            i.step,
            i.step_percent,
            i.step_call,
            j.phase,
            j.holds,
            j.waits,
            j.next_no,
            j.due_at,
            j.finished_at AS job_finished_at
           FROM (job j
             JOIN item i ON ((i.job_id = j.id)))
        UNION ALL
         SELECT j.id,
            1,
            NULL::text,
            NULL::text,
            0,
            1,
            j.result,
            j.gen,
                CASE
                    WHEN (j.n_done > 0) THEN 'completed'::text
                    WHEN (j.n_skip > 0) THEN 'skipped'::text
                    WHEN ((j.n_fail > 0) AND j.quarantined) THEN 'quarantined'::text
                    WHEN (j.n_fail > 0) THEN 'failed'::text
                    ELSE NULL::text
                END AS "case",
            j.fault,
            NULL::integer,
            NULL::bigint,
            j.finished_at,
            NULL::text,
            NULL::double precision,
            NULL::uuid,
            j.phase,
            j.holds,
            j.waits,
            j.next_no,
            j.due_at,
            j.finished_at
           FROM job j
          WHERE j.simple
        UNION ALL
         SELECT j.id,
            0,
            NULL::text,
            NULL::text,
            0,
            0,
            j.plan_output,
            j.plan_gen,
            j.plan,
            j.plan_fault,
            NULL::integer,
            NULL::bigint,
            NULL::bigint,
            NULL::text,
            NULL::double precision,
            NULL::uuid,
            j.phase,
            j.holds,
            j.waits,
            j.next_no,
            j.due_at,
            j.finished_at
           FROM job j
          WHERE (j.plan <> 'none'::text)
        UNION ALL
         SELECT j.id,
            (j.total + 1),
            NULL::text,
            NULL::text,
            0,
            '-1'::integer,
            j.result,
            j.gen,
            j.finish,
            j.fault,
            NULL::integer,
            NULL::bigint,
            j.finished_at,
            NULL::text,
            NULL::double precision,
            NULL::uuid,
            j.phase,
            j.holds,
            j.waits,
            j.next_no,
            j.due_at,
            j.finished_at
           FROM job j
          WHERE (j.finish <> 'none'::text)) u
     LEFT JOIN claim c ON (((c.job_id = u.job_id) AND (c.hi >= u.no) AND (c.lo = ( SELECT max(x.lo) AS max
           FROM claim x
          WHERE ((x.job_id = u.job_id) AND (x.lo <= u.no)))))))
     LEFT JOIN back b ON (((b.job_id = u.job_id) AND (b.hi >= u.no) AND (b.lo = ( SELECT max(x.lo) AS max
           FROM back x
          WHERE ((x.job_id = u.job_id) AND (x.lo <= u.no)))))));

-- view job_cap
SELECT m.job_id,
    ((((m.scope || ':'::text) || m.value) || ':'::text) || m.unit) AS key,
    m.scope,
    m.value,
    m.unit,
    m.most,
    m.span
   FROM ( SELECT j.id AS job_id,
            r.scope,
            r.name,
            r.unit,
            r.most,
            r.span,
                CASE r.scope
                    WHEN 'global'::text THEN ''::text
                    WHEN 'org'::text THEN j.org
                    WHEN 'type'::text THEN j.type
                    WHEN 'queue'::text THEN j.queue
                    WHEN 'user'::text THEN ((j.org || '/'::text) || j.created_by)
                    ELSE ((j.org || '/'::text) || j.limit_key)
                END AS value
           FROM (job j
             CROSS JOIN limit_rule r)) m
  WHERE ((m.value IS NOT NULL) AND ((m.name = m.value) OR ((m.name = '*'::text) AND (NOT (EXISTS ( SELECT 1
           FROM limit_rule s
          WHERE ((s.scope = m.scope) AND (s.unit = m.unit) AND (s.name = m.value))))))));
