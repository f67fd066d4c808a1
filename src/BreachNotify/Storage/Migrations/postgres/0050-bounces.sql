-- How many people's messages came back after they had been accepted; a person counts once in each column.
ALTER TABLE mailing_counts ADD COLUMN bounced BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mailing_counts ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mailing_counts ADD COLUMN delayed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mailing_counts ADD COLUMN complained BIGINT NOT NULL DEFAULT 0;

-- The few recipients of whom something came back, by their row in the ledger. completed_as: the state that the ledger hash
-- of the completed mailing counted, where somebody was moved after it.
CREATE TABLE returned (
  id           BIGINT PRIMARY KEY,
  bounced      SMALLINT NOT NULL DEFAULT 0,
  refused      SMALLINT NOT NULL DEFAULT 0,
  delayed      SMALLINT NOT NULL DEFAULT 0,
  complained   SMALLINT NOT NULL DEFAULT 0,
  completed_as SMALLINT
);

-- Reports taken in, so that a repetition changes nothing.
CREATE TABLE bounce_events (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL
);

CREATE INDEX bounce_events_at ON bounce_events (at);

CREATE TABLE bounce_sources (
  source       TEXT PRIMARY KEY,
  matched      BIGINT NOT NULL DEFAULT 0,
  unmatched    BIGINT NOT NULL DEFAULT 0,
  ignored      BIGINT NOT NULL DEFAULT 0,
  last_at      BIGINT,
  confirm      TEXT,
  mailbox      TEXT,
  uid_validity BIGINT,
  last_uid     BIGINT
);
