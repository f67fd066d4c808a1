CREATE TABLE mailings (
  id                TEXT PRIMARY KEY,
  breach            TEXT NOT NULL,
  template          TEXT NOT NULL,
  fallback_language TEXT NOT NULL,
  sender            TEXT,
  subject           TEXT,
  doubt_policy      TEXT NOT NULL,
  state             TEXT NOT NULL,
  reason            TEXT,
  audience          BIGINT,
  hash              TEXT,
  letter            TEXT,
  frozen_by         TEXT,
  start_at          BIGINT,
  created_at        BIGINT NOT NULL,
  started_at        BIGINT,
  ended_at          BIGINT
);

CREATE INDEX mailings_breach ON mailings (breach);
CREATE INDEX mailings_active ON mailings (state) WHERE state IN ('scheduled', 'running');

-- Kept beside the mailing because every window of every connection writes here.
CREATE TABLE mailing_counts (
  mailing       TEXT PRIMARY KEY REFERENCES mailings (id),
  total         BIGINT NOT NULL DEFAULT 0,
  pending       BIGINT NOT NULL DEFAULT 0,
  sending       BIGINT NOT NULL DEFAULT 0,
  accepted      BIGINT NOT NULL DEFAULT 0,
  deferred      BIGINT NOT NULL DEFAULT 0,
  rejected      BIGINT NOT NULL DEFAULT 0,
  in_doubt      BIGINT NOT NULL DEFAULT 0,
  other_channel BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE audiences (
  id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mailing   TEXT NOT NULL,
  owner     BIGINT NOT NULL,
  state     TEXT NOT NULL,
  data_key  BYTEA,
  columns   TEXT,
  summary   TEXT,
  digest    BYTEA,
  extremes  BYTEA
);

CREATE INDEX audiences_unused ON audiences (state) WHERE state <> 'ready';

-- Row numbers of the next three tables are audience * 2^40 + line of the file.
CREATE TABLE recipients (
  id      BIGINT PRIMARY KEY,
  address BYTEA,
  sealed  BYTEA NOT NULL
);

CREATE TABLE unsuited_rows (
  id     BIGINT PRIMARY KEY,
  sealed BYTEA NOT NULL
);

-- Narrow, so that a window of updates touches one or two pages. States: 0 pending, 1 leased, 2 sending, 3 accepted,
-- 4 deferred, 5 rejected, 6 in doubt, 7 other channel.
CREATE TABLE ledger (
  id       BIGINT PRIMARY KEY,
  state    SMALLINT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  doubts   INTEGER NOT NULL DEFAULT 0,
  owner    BIGINT,
  first_at BIGINT,
  due      BIGINT,
  reply    BYTEA
) WITH (fillfactor = 60);

CREATE INDEX ledger_owned ON ledger (owner) WHERE owner IS NOT NULL;
CREATE INDEX ledger_deferred ON ledger (due) WHERE state = 4;
CREATE INDEX ledger_rejected ON ledger (id) WHERE state = 5;
CREATE INDEX ledger_in_doubt ON ledger (due) WHERE state = 6;
CREATE INDEX ledger_other_channel ON ledger (id) WHERE state = 7;
CREATE INDEX ledger_doubted ON ledger (id) WHERE doubts > 0;

CREATE TABLE workers (
  id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  seen_at BIGINT NOT NULL
);
