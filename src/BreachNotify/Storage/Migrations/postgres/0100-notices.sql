-- The data key of a breach's notices, wrapped with the master key: without it nothing below can be read.
CREATE TABLE notice_keys (
  breach  TEXT PRIMARY KEY REFERENCES breaches (id),
  wrapped BYTEA NOT NULL
);

-- What persons added to the form; every version is kept.
CREATE TABLE notice_answers (
  breach  TEXT NOT NULL REFERENCES notice_keys (breach),
  version BIGINT NOT NULL,
  at      BIGINT NOT NULL,
  sealed  BYTEA NOT NULL,
  PRIMARY KEY (breach, version)
);

-- What was filed with which authority: the circumstances, and the answers as they went out.
CREATE TABLE filings (
  breach  TEXT NOT NULL REFERENCES notice_keys (breach),
  number  BIGINT NOT NULL,
  record  BYTEA NOT NULL,
  answers BYTEA NOT NULL,
  PRIMARY KEY (breach, number)
);
