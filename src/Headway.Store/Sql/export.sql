-- Reads for programs, window by window of item numbers: each costs the same, however large the job is.

-- name: ExportAttempts
SELECT lo, hi, gen, number, outcome, worker, started_at, ended_at
FROM attempt
WHERE job_id = @id AND lo <= @last AND lo > @first - 1000 AND hi >= @first
UNION ALL
SELECT j.total + 1, j.total + 1, a.gen, a.number, a.outcome, a.worker, a.started_at, a.ended_at
FROM job j JOIN attempt a ON a.job_id = j.id AND a.lo = -1
WHERE j.id = @id AND j.total + 1 >= @first AND j.total + 1 <= @last

-- name: ExportFaults
SELECT no, gen, number, fault FROM fault WHERE job_id = @id AND no >= @first AND no <= @last
UNION ALL
SELECT j.total + 1, f.gen, f.number, f.fault
FROM job j JOIN fault f ON f.job_id = j.id AND f.no = -1
WHERE j.id = @id AND j.total + 1 >= @first AND j.total + 1 <= @last
