-- Time in the database: µs since 1970. A session setting overrides it in tests. SQLite gets the function from the program.
CREATE OR REPLACE FUNCTION now_us() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$ --postgres
  SELECT coalesce(nullif(current_setting('clock.now_us', true), '')::bigint,   --postgres
    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)                 --postgres
$$;                                                                            --postgres
SELECT now_us();
