-- Receipts and attachments; name, kind and hash are sealed in the description. Content is null once it was removed.
CREATE TABLE notice_files (
  id          TEXT PRIMARY KEY,
  breach      TEXT NOT NULL REFERENCES notice_keys (breach),
  added_at    BIGINT NOT NULL,
  description BYTEA NOT NULL,
  content     BYTEA
);

CREATE INDEX notice_files_breach ON notice_files (breach, id);
