-- Rows whose person another row's letter tells. first: the first row of the group in the file. letter: the row that is
-- sent to; the first one, or since a narrowing that left it out the next one that stays (then its letter is its own).
CREATE TABLE duplicates (
  id     INTEGER PRIMARY KEY,
  first  INTEGER NOT NULL,
  letter INTEGER NOT NULL
) STRICT;

CREATE INDEX duplicates_letter ON duplicates (letter);

-- Accepted rows with an address somebody should look at.
CREATE TABLE flagged_rows (
  id     INTEGER PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;

-- People a narrowing took out of the ledger; they stay sealed, so that widening needs no new upload.
CREATE TABLE left_out (
  id INTEGER PRIMARY KEY
) STRICT;

ALTER TABLE audiences ADD COLUMN family INTEGER NOT NULL DEFAULT 0;
-- How often it was narrowed or widened: who freezes must have seen the last of it.
ALTER TABLE audiences ADD COLUMN narrowings INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audiences ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
