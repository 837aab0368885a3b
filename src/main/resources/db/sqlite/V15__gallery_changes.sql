-- Rises with every change of what filters and searches read of an entry, so that what was counted once is known to hold.
ALTER TABLE gallery_total ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER gallery_changes_insert AFTER INSERT ON gallery_entry BEGIN
    UPDATE gallery_total SET changes = changes + 1;
END;
CREATE TRIGGER gallery_changes_update
AFTER UPDATE OF folded, config_id, model_id, aspect_ratio, width, height, created_at, favorite, deleted_at ON gallery_entry BEGIN
    UPDATE gallery_total SET changes = changes + 1;
END;
CREATE TRIGGER gallery_changes_delete AFTER DELETE ON gallery_entry BEGIN
    UPDATE gallery_total SET changes = changes + 1;
END;
