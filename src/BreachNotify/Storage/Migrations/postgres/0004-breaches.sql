-- registered and changed are the journal's sequences of the first and the newest state.
CREATE TABLE breaches (
  id         TEXT PRIMARY KEY,
  version    BIGINT NOT NULL,
  title      TEXT NOT NULL,
  registered BIGINT NOT NULL UNIQUE,
  changed    BIGINT NOT NULL UNIQUE,
  changed_at BIGINT NOT NULL,
  record     TEXT NOT NULL
);
