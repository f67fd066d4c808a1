-- Ledger state 8: held, in line for a provider or until the morning.
CREATE INDEX ledger_held ON ledger (due) WHERE state = 8;

-- Local times of the recipient, HH:mm; null for none.
ALTER TABLE mailings ADD COLUMN quiet_from TEXT;
ALTER TABLE mailings ADD COLUMN quiet_until TEXT;

-- How many messages were accepted on a UTC day, for the ramp of a cold sender.
CREATE TABLE sending_days (
  day      TEXT PRIMARY KEY,
  accepted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
