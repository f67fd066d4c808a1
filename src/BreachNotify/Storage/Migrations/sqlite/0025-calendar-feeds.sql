-- subject is the id of a breach, or * for the register; of the secret in the address only the hash is kept.
CREATE TABLE calendar_feeds (
  subject    TEXT PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
