-- How many people's messages came back after they had been accepted; a person counts once in each column.
ALTER TABLE mailing_counts ADD COLUMN bounced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailing_counts ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailing_counts ADD COLUMN delayed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailing_counts ADD COLUMN complained INTEGER NOT NULL DEFAULT 0;

-- The few recipients of whom something came back, by their row in the ledger. completed_as: the state that the ledger hash
-- of the completed mailing counted, where somebody was moved after it.
CREATE TABLE returned (
  id           INTEGER PRIMARY KEY,
  bounced      INTEGER NOT NULL DEFAULT 0,
  refused      INTEGER NOT NULL DEFAULT 0,
  delayed      INTEGER NOT NULL DEFAULT 0,
  complained   INTEGER NOT NULL DEFAULT 0,
  completed_as INTEGER
) STRICT;

-- Reports taken in, so that a repetition changes nothing.
CREATE TABLE bounce_events (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX bounce_events_at ON bounce_events (at);

CREATE TABLE bounce_sources (
  source       TEXT PRIMARY KEY,
  matched      INTEGER NOT NULL DEFAULT 0,
  unmatched    INTEGER NOT NULL DEFAULT 0,
  ignored      INTEGER NOT NULL DEFAULT 0,
  last_at      INTEGER,
  confirm      TEXT,
  mailbox      TEXT,
  uid_validity INTEGER,
  last_uid     INTEGER
) STRICT, WITHOUT ROWID;
