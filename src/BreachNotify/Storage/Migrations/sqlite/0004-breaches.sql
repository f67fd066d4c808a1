-- registered and changed are the journal's sequences of the first and the newest state.
CREATE TABLE breaches (
  id         TEXT PRIMARY KEY,
  version    INTEGER NOT NULL,
  title      TEXT NOT NULL,
  registered INTEGER NOT NULL UNIQUE,
  changed    INTEGER NOT NULL UNIQUE,
  changed_at INTEGER NOT NULL,
  record     TEXT NOT NULL
) STRICT;
