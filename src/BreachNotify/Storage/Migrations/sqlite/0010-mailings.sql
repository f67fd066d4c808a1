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
  audience          INTEGER,
  hash              TEXT,
  letter            TEXT,
  frozen_by         TEXT,
  start_at          INTEGER,
  created_at        INTEGER NOT NULL,
  started_at        INTEGER,
  ended_at          INTEGER
) STRICT;

CREATE INDEX mailings_breach ON mailings (breach);
CREATE INDEX mailings_active ON mailings (state) WHERE state IN ('scheduled', 'running');

-- Kept beside the mailing because every window of every connection writes here.
CREATE TABLE mailing_counts (
  mailing       TEXT PRIMARY KEY REFERENCES mailings (id),
  total         INTEGER NOT NULL DEFAULT 0,
  pending       INTEGER NOT NULL DEFAULT 0,
  sending       INTEGER NOT NULL DEFAULT 0,
  accepted      INTEGER NOT NULL DEFAULT 0,
  deferred      INTEGER NOT NULL DEFAULT 0,
  rejected      INTEGER NOT NULL DEFAULT 0,
  in_doubt      INTEGER NOT NULL DEFAULT 0,
  other_channel INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE audiences (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  mailing   TEXT NOT NULL,
  owner     INTEGER NOT NULL,
  state     TEXT NOT NULL,
  data_key  BLOB,
  columns   TEXT,
  summary   TEXT,
  digest    BLOB,
  extremes  BLOB
) STRICT;

CREATE INDEX audiences_unused ON audiences (state) WHERE state <> 'ready';

-- Row numbers of the next three tables are audience * 2^40 + line of the file.
CREATE TABLE recipients (
  id      INTEGER PRIMARY KEY,
  address BLOB,
  sealed  BLOB NOT NULL
) STRICT;

CREATE TABLE unsuited_rows (
  id     INTEGER PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;

-- Narrow, so that a window of updates touches one or two pages. States: 0 pending, 1 leased, 2 sending, 3 accepted,
-- 4 deferred, 5 rejected, 6 in doubt, 7 other channel.
CREATE TABLE ledger (
  id       INTEGER PRIMARY KEY,
  state    INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  doubts   INTEGER NOT NULL DEFAULT 0,
  owner    INTEGER,
  first_at INTEGER,
  due      INTEGER,
  reply    BLOB
) STRICT;

CREATE INDEX ledger_owned ON ledger (owner) WHERE owner IS NOT NULL;
CREATE INDEX ledger_deferred ON ledger (due) WHERE state = 4;
CREATE INDEX ledger_rejected ON ledger (id) WHERE state = 5;
CREATE INDEX ledger_in_doubt ON ledger (due) WHERE state = 6;
CREATE INDEX ledger_other_channel ON ledger (id) WHERE state = 7;
CREATE INDEX ledger_doubted ON ledger (id) WHERE doubts > 0;

CREATE TABLE workers (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  seen_at INTEGER NOT NULL
) STRICT;
