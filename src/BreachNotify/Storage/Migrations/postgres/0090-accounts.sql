-- People who sign in. code_secret is wrapped by the master key; code_step is the last time step whose code was used.
CREATE TABLE accounts (
  id           TEXT PRIMARY KEY,
  email        TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  roles        TEXT NOT NULL,
  zone         TEXT NOT NULL,
  password     TEXT,
  failures     BIGINT NOT NULL DEFAULT 0,
  locked_until BIGINT,
  code_secret  BYTEA,
  code_step    BIGINT NOT NULL DEFAULT 0,
  link_hash    TEXT UNIQUE,
  link_until   BIGINT,
  created_at   BIGINT NOT NULL,
  created_by   TEXT NOT NULL,
  disabled_at  BIGINT
);

CREATE TABLE recovery_codes (
  account TEXT NOT NULL,
  hash    TEXT NOT NULL,
  PRIMARY KEY (account, hash)
);

CREATE TABLE sessions (
  id         TEXT PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  account    TEXT NOT NULL,
  client     TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL
);

CREATE INDEX sessions_account ON sessions (account);

-- Keys by which the platform signs the tokens of forms; each is encrypted under the master key.
CREATE TABLE form_keys (
  name TEXT PRIMARY KEY,
  xml  TEXT NOT NULL
);
