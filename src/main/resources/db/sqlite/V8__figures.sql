-- How much lies in the trash, without reading its rows.
CREATE INDEX gallery_trash_bytes ON gallery_entry (bytes) WHERE deleted_at IS NOT NULL;
