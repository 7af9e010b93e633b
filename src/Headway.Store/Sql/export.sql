-- Reads for programs, window by window of item numbers: each costs the same, however large the job is.

-- name: ExportAttempts
SELECT lo, hi, gen, number, outcome, worker, started_at, ended_at
FROM attempt
WHERE job_id = @id AND lo <= @last AND lo > @first - 1000 AND hi >= @first

-- name: ExportFaults
SELECT no, gen, number, fault FROM fault WHERE job_id = @id AND no >= @first AND no <= @last
