-- How many times as fast as the service's time a rehearsal's runs, pace and quiet hours kept; 0 where it waits for neither.
ALTER TABLE rehearsals ADD COLUMN speed REAL NOT NULL DEFAULT 0;
