-- The address in use: 1, or 2 once the first was given up and the file has a second.
ALTER TABLE ledger ADD COLUMN address INTEGER NOT NULL DEFAULT 1;

-- Why the next channel is due: 1 no address, 2 rejected, 3 retries over, 4 unsendable, 5 bounced, 6 in doubt. Null where
-- state and attempts say so already.
ALTER TABLE ledger ADD COLUMN unreached INTEGER;

-- How many people at which provider and in which country, sealed with the audience's key.
ALTER TABLE audiences ADD COLUMN profile BLOB;

-- The mailing's own limit in messages a second; null for none.
ALTER TABLE mailings ADD COLUMN per_second REAL;
