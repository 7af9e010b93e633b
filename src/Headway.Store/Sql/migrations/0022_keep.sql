-- additive: programs that do not know this work on beside it.
-- Answers of calls that drive jobs go after their time, whatever becomes of the job.
CREATE INDEX process_at ON process (at);
