CREATE TABLE journal (
  sequence      BIGINT PRIMARY KEY,
  at            BIGINT NOT NULL,
  actor         TEXT NOT NULL,
  subject       TEXT NOT NULL,
  kind          TEXT NOT NULL,
  payload       TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash          TEXT NOT NULL
);

CREATE INDEX journal_subject ON journal (subject, sequence);

CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'the journal is append-only';
END
$body$;

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
