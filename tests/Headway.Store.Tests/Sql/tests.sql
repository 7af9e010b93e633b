-- Statements of the tests' own.

-- name: Written
SELECT line FROM written
