-- Who may sign in and with what. Passwords, cookies, links and keys are here as hashes alone.

CREATE TABLE person (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  title text,
  password text,                     -- null: signs in by link alone
  is_first boolean NOT NULL,         -- of several who would be the first, one is
  tries int NOT NULL DEFAULT 0,
  locked_until bigint,
  disabled_at bigint,
  created_by text,
  created_at bigint NOT NULL,
  signed_in_at bigint
);
CREATE UNIQUE INDEX person_name ON person (name);
CREATE UNIQUE INDEX person_is_first ON person (is_first) WHERE is_first;

CREATE TABLE membership (
  org text NOT NULL,
  person_id uuid NOT NULL,
  role text NOT NULL,
  PRIMARY KEY (org, person_id)
);
CREATE INDEX membership_person ON membership (person_id);

CREATE TABLE sign_in (
  id uuid NOT NULL PRIMARY KEY,
  hash text NOT NULL,                -- of what the cookie holds
  person_id uuid NOT NULL,
  address text,
  browser text,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,           -- to the minute
  expires_at bigint NOT NULL
);
CREATE UNIQUE INDEX sign_in_hash ON sign_in (hash);
CREATE INDEX sign_in_person ON sign_in (person_id);
CREATE INDEX sign_in_expires ON sign_in (expires_at);

CREATE TABLE sign_in_link (
  hash text NOT NULL PRIMARY KEY,
  person_id uuid,                    -- null: makes the first owner
  expires_at bigint NOT NULL
);

CREATE TABLE api_key (
  id text NOT NULL PRIMARY KEY,      -- the part of the key that is shown
  hash text NOT NULL,
  org text NOT NULL,
  person_id uuid,                    -- null: a service's
  name text NOT NULL,
  role text NOT NULL,
  scopes text,                       -- permissions, a blank between; null: all the role has
  expires_at bigint,
  created_by text,
  created_at bigint NOT NULL,
  used_at bigint,                    -- to the minute
  revoked_at bigint,
  revoked_by text
);
CREATE INDEX api_key_org ON api_key (org, id);
