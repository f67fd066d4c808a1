-- Books that are simulated. The key seals the files; null once they were destroyed. Run counts the attempts, so that one that
-- was taken for dead cannot finish; seen_at is the running one's last sign of life. Intake is null while the file comes in.
CREATE TABLE portfolios (
  id           TEXT PRIMARY KEY,
  name         TEXT,
  question     TEXT NOT NULL,
  state        TEXT NOT NULL,
  reason       TEXT,
  data_key     BLOB,
  intake       TEXT,
  run          INTEGER NOT NULL DEFAULT 0,
  done_years   INTEGER NOT NULL DEFAULT 0,
  seen_at      INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  ended_at     INTEGER,
  destroyed_at INTEGER
) STRICT;

CREATE INDEX portfolios_state ON portfolios (state);

-- The book as it came (run 0) and what runs wrote, each cut into parts that are compressed and sealed.
CREATE TABLE portfolio_files (
  portfolio TEXT NOT NULL REFERENCES portfolios (id),
  run       INTEGER NOT NULL,
  name      TEXT NOT NULL,
  part      INTEGER NOT NULL,
  content   BLOB NOT NULL,
  PRIMARY KEY (portfolio, run, name, part)
) STRICT;
