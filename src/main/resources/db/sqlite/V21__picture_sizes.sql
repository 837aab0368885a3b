-- An import looks for pictures of the same length before it compares bytes.
CREATE INDEX gallery_entry_bytes ON gallery_entry (bytes) WHERE deleted_at IS NULL;
