-- Attempts over all jobs, walked by when they ended. What a row needs of other tables is looked up for it alone, in subqueries: a join
-- would be planned for as many rows as a page might have, and read a table from end to end.

-- name: ListEnded
SELECT p.job_id, p.lo, p.hi, p.gen, p.number, p.outcome, p.worker, p.started_at, p.ended_at, p.cpu, p.memory, p.bytes,
  (SELECT j.type FROM job j WHERE j.id = p.job_id), (SELECT j.name FROM job j WHERE j.id = p.job_id),
  (SELECT j.total FROM job j WHERE j.id = p.job_id),
  (SELECT string_agg('[' || f.no || ',' || f.fault || ']', ',')
    FROM fault f WHERE f.job_id = p.job_id AND f.no >= p.lo AND f.no <= p.hi AND f.gen = p.gen AND f.number = p.number
      AND p.outcome = 'ended')
FROM (
  SELECT a.job_id, a.lo, a.hi, a.gen, a.number, a.outcome, a.worker, a.started_at, a.ended_at, a.cpu, a.memory, a.bytes
  FROM (
    SELECT job_id, lo, hi, gen, number, outcome, worker, started_at, ended_at, cpu, memory, bytes
    FROM attempt                                                               --postgres
    FROM attempt INDEXED BY attempt_ended                                      --sqlite: it would rather sort them all
    WHERE true
      AND ended_at >= @from                                                    --?from
      AND ended_at < @to                                                       --?to
      AND ended_at <= @at AND (ended_at, job_id, lo, gen, number) <= (@at, @job, @lo, @gen, @number) --?after
    ORDER BY ended_at DESC, job_id DESC, lo DESC, gen DESC, number DESC
    LIMIT @window
  ) a
  WHERE true
    AND (SELECT j.org = @org FROM job j WHERE j.id = a.job_id)                 --?org
    AND (SELECT lower(j.type) LIKE @text ESCAPE '!' OR lower(j.name) LIKE @text ESCAPE '!' FROM job j WHERE j.id = a.job_id) --?text
    AND a.outcome = 'ended'                                                    --?succeeded
    AND (SELECT count(*) FROM fault x WHERE x.job_id = a.job_id AND x.no >= a.lo AND x.no <= a.hi --?succeeded
      AND x.gen = a.gen AND x.number = a.number) <= a.hi - a.lo                --?succeeded
  ORDER BY a.ended_at DESC, a.job_id DESC, a.lo DESC, a.gen DESC, a.number DESC
  LIMIT @limit
) p
ORDER BY p.ended_at DESC, p.job_id DESC, p.lo DESC, p.gen DESC, p.number DESC

-- name: EndOfEnded
SELECT ended_at, job_id, lo, gen, number
FROM attempt                                                                   --postgres
FROM attempt INDEXED BY attempt_ended                                          --sqlite: it would rather sort them all
WHERE true
  AND ended_at >= @from                                                        --?from
  AND ended_at < @to                                                           --?to
  AND ended_at <= @at AND (ended_at, job_id, lo, gen, number) <= (@at, @job, @lo, @gen, @number) --?after
ORDER BY ended_at DESC, job_id DESC, lo DESC, gen DESC, number DESC
LIMIT 1 OFFSET @window

-- name: ListFailed
SELECT p.job_id, p.lo, p.hi, p.gen, p.number, p.outcome, p.worker,
  (SELECT a.started_at FROM attempt a WHERE a.job_id = p.job_id AND a.lo <= p.lo AND a.lo > p.lo - 1000 AND a.hi >= p.lo
    AND a.gen = p.gen AND a.number = p.number AND a.outcome = p.outcome LIMIT 1), p.ended_at, 0, 0, 0,
  (SELECT j.type FROM job j WHERE j.id = p.job_id), (SELECT j.name FROM job j WHERE j.id = p.job_id),
  (SELECT j.total FROM job j WHERE j.id = p.job_id), p.fault
FROM (
  SELECT u.job_id, u.lo, u.hi, u.gen, u.number, u.outcome, u.ended_at, u.fault,
    (SELECT a.worker FROM attempt a WHERE a.job_id = u.job_id AND a.lo <= u.lo AND a.lo > u.lo - 1000 AND a.hi >= u.lo
      AND a.gen = u.gen AND a.number = u.number AND a.outcome = u.outcome LIMIT 1) AS worker
  FROM (
    SELECT x.job_id, x.lo, x.hi, x.gen, x.number, x.outcome, x.ended_at, x.fault FROM (
      SELECT job_id, no AS lo, no AS hi, gen, number, 'ended' AS outcome, at AS ended_at, fault
      FROM fault                                                               --postgres
      FROM fault INDEXED BY fault_at                                           --sqlite
      WHERE true
        AND at >= @from                                                        --?from
        AND at < @to                                                           --?to
        AND at <= @at AND (at, job_id, no, gen, number) <= (@at, @job, @lo, @gen, @number) --?after
      ORDER BY at DESC, job_id DESC, no DESC, gen DESC, number DESC
      LIMIT @window
    ) x
    UNION ALL
    SELECT y.job_id, y.lo, y.hi, y.gen, y.number, y.outcome, y.ended_at, NULL FROM (
      SELECT job_id, lo, hi, gen, number, outcome, ended_at FROM attempt
      WHERE outcome = 'lost'
        AND ended_at >= @from                                                  --?from
        AND ended_at < @to                                                     --?to
        AND ended_at <= @at AND (ended_at, job_id, lo, gen, number) <= (@at, @job, @lo, @gen, @number) --?after
      ORDER BY ended_at DESC, job_id DESC, lo DESC, gen DESC, number DESC
      LIMIT @window
    ) y
  ) u
  WHERE true
    AND (SELECT j.org = @org FROM job j WHERE j.id = u.job_id)                 --?org
    AND (SELECT lower(j.type) LIKE @text ESCAPE '!' OR lower(j.name) LIKE @text ESCAPE '!' FROM job j WHERE j.id = u.job_id) --?text
  ORDER BY u.ended_at DESC, u.job_id DESC, u.lo DESC, u.gen DESC, u.number DESC
  LIMIT @limit
) p
ORDER BY p.ended_at DESC, p.job_id DESC, p.lo DESC, p.gen DESC, p.number DESC

-- name: EndOfFailed
SELECT at, job_id, no, gen, number
FROM fault                                                                     --postgres
FROM fault INDEXED BY fault_at                                                 --sqlite
WHERE true
  AND at >= @from                                                              --?from
  AND at < @to                                                                 --?to
  AND at <= @at AND (at, job_id, no, gen, number) <= (@at, @job, @lo, @gen, @number) --?after
ORDER BY at DESC, job_id DESC, no DESC, gen DESC, number DESC
LIMIT 1 OFFSET @window

-- name: ListRunning
SELECT c.job_id, c.lo, c.hi, c.kind, c.number, c.session, c.taken_at, c.step, c.step_percent, j.type, j.name,
  (SELECT s.worker FROM session s WHERE s.id = c.session)
FROM claim c JOIN job j ON j.id = c.job_id
WHERE true
  AND j.org = @org                                                             --?org
  AND (lower(j.type) LIKE @text ESCAPE '!' OR lower(j.name) LIKE @text ESCAPE '!') --?text
ORDER BY c.taken_at DESC, c.job_id DESC, c.lo DESC
LIMIT @limit
