CREATE TABLE toy (name text NOT NULL);
