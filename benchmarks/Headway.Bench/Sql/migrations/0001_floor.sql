CREATE TABLE floor (
  id bigint NOT NULL PRIMARY KEY,
  state int NOT NULL,
  token uuid,
  payload text NOT NULL
) WITH (fillfactor = 70);                                                          --postgres
);                                                                                 --sqlite
CREATE INDEX floor_ready ON floor (id) WHERE state = 0;
