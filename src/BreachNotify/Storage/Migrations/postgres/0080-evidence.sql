-- The end of a mailing: days after which its people are destroyed, a later end if a person extended it, when and why
-- they were destroyed, when their last traces were gone.
ALTER TABLE mailings ADD COLUMN retention_days BIGINT NOT NULL DEFAULT 1095;
ALTER TABLE mailings ADD COLUMN retained_until BIGINT;
ALTER TABLE mailings ADD COLUMN destroyed_at BIGINT;
ALTER TABLE mailings ADD COLUMN destroyed_for TEXT;
ALTER TABLE mailings ADD COLUMN erased_at BIGINT;

-- Set for good when a rehearsal is made; what has it never meets the real transport.
ALTER TABLE mailings ADD COLUMN rehearsal_of TEXT;

-- What the sink of a rehearsal was handed; names rows, not people.
CREATE TABLE rehearsals (
  mailing TEXT PRIMARY KEY REFERENCES mailings (id),
  mode    TEXT NOT NULL,
  tally   TEXT NOT NULL
);
