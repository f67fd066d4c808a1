-- An alarm belongs to a moment at which obligations of a breach end. state: 0 planned, 1 raised, 2 passed over. number
-- counts the raised ones, 1 for the first.
CREATE TABLE alarms (
  breach    TEXT NOT NULL,
  due       INTEGER NOT NULL,
  hours     INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  state     INTEGER NOT NULL,
  number    INTEGER UNIQUE,
  raised_at INTEGER,
  body      TEXT,
  PRIMARY KEY (breach, due, hours)
) STRICT, WITHOUT ROWID;

CREATE INDEX alarms_planned ON alarms (at) WHERE state = 0;

-- secret is encrypted; disabled holds the reason where nothing is sent there any more.
CREATE TABLE webhooks (
  id         TEXT PRIMARY KEY,
  url        TEXT NOT NULL,
  events     TEXT NOT NULL,
  secret     BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  disabled   TEXT
) STRICT;

-- One message to one webhook or one address. state: 0 waiting, 1 delivered, 2 failed, 3 withdrawn. next_at is when it is
-- due, or while it is leased, when others may take it.
CREATE TABLE alarm_deliveries (
  id         TEXT PRIMARY KEY,
  breach     TEXT,
  due        INTEGER,
  webhook    TEXT,
  address    TEXT,
  type       TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  attempts   INTEGER NOT NULL,
  next_at    INTEGER,
  leased     INTEGER NOT NULL,
  state      INTEGER NOT NULL,
  result     TEXT
) STRICT;

CREATE INDEX alarm_deliveries_waiting ON alarm_deliveries (next_at) WHERE state = 0;
CREATE INDEX alarm_deliveries_of_webhook ON alarm_deliveries (webhook, created_at);
