-- urgency orders the register: the Unix ticks of the next end while something is open, else beyond all of those. counted_by is
-- the rule book it was counted with; another one counts anew.
ALTER TABLE breaches ADD COLUMN urgency BIGINT NOT NULL DEFAULT 0;
ALTER TABLE breaches ADD COLUMN counted_by TEXT NOT NULL DEFAULT '';

CREATE INDEX breaches_urgency ON breaches (urgency, registered);
CREATE INDEX breaches_title ON breaches (title, registered);
CREATE INDEX breaches_counted_by ON breaches (counted_by);
