-- The data key of a breach's notices, wrapped with the master key: without it nothing below can be read.
CREATE TABLE notice_keys (
  breach  TEXT PRIMARY KEY REFERENCES breaches (id),
  wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What persons added to the form; every version is kept.
CREATE TABLE notice_answers (
  breach  TEXT NOT NULL REFERENCES notice_keys (breach),
  version INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (breach, version)
) STRICT;

-- What was filed with which authority: the circumstances, and the answers as they went out.
CREATE TABLE filings (
  breach  TEXT NOT NULL REFERENCES notice_keys (breach),
  number  INTEGER NOT NULL,
  record  BLOB NOT NULL,
  answers BLOB NOT NULL,
  PRIMARY KEY (breach, number)
) STRICT;
