-- additive: programs that do not know this work on beside it.
-- How far a worker's clock is from the database's, as its last beat told: for display, nothing is decided by it.
ALTER TABLE session ADD COLUMN skew bigint;
