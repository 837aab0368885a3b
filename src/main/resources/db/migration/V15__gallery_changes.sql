-- Rises with every change of an entry, so that what was counted once is known to hold.
ALTER TABLE gallery_total ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER gallery_changes_insert AFTER INSERT ON gallery_entry BEGIN
    UPDATE gallery_total SET changes = changes + 1;
END;
CREATE TRIGGER gallery_changes_update AFTER UPDATE ON gallery_entry BEGIN
    UPDATE gallery_total SET changes = changes + 1;
END;
CREATE TRIGGER gallery_changes_delete AFTER DELETE ON gallery_entry BEGIN
    UPDATE gallery_total SET changes = changes + 1;
END;
