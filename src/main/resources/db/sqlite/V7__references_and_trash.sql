-- A reference picture is kept for as long as an entry made with it has a row, the trash included.
CREATE INDEX entry_reference_of ON entry_reference (entry_id);
DELETE FROM entry_reference WHERE entry_id NOT IN (SELECT id FROM gallery_entry);
CREATE TRIGGER entry_reference_delete AFTER DELETE ON gallery_entry BEGIN
    DELETE FROM entry_reference WHERE entry_id = old.id;
END;

-- The trash in pages, ties by id.
DROP INDEX gallery_trash;
CREATE INDEX gallery_trash ON gallery_entry (deleted_at, id) WHERE deleted_at IS NOT NULL;
