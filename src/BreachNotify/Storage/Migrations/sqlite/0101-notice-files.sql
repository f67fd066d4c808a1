-- Receipts and attachments; name, kind and hash are sealed in the description. Content is null once it was removed.
CREATE TABLE notice_files (
  id          TEXT PRIMARY KEY,
  breach      TEXT NOT NULL REFERENCES notice_keys (breach),
  added_at    INTEGER NOT NULL,
  description BLOB NOT NULL,
  content     BLOB
) STRICT;

CREATE INDEX notice_files_breach ON notice_files (breach, id);
