-- What the search reads: prompt and response without case, accents and other forms of the same characters, as
-- studio.gallery.Folding makes it. Null until the program has done so, which is soon after it first sees the row.
ALTER TABLE gallery_entry ADD COLUMN folded TEXT;
CREATE INDEX gallery_unfolded ON gallery_entry (seq) WHERE folded IS NULL;

DROP TRIGGER gallery_text_insert;
DROP TRIGGER gallery_text_delete;
DROP TRIGGER gallery_text_update;
DROP TABLE gallery_text;

-- Substrings of three characters and more, in any script.
CREATE VIRTUAL TABLE gallery_text USING fts5 (
    folded, content = 'gallery_entry', content_rowid = 'seq', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER gallery_text_insert AFTER INSERT ON gallery_entry WHEN new.folded IS NOT NULL BEGIN
    INSERT INTO gallery_text(rowid, folded) VALUES (new.seq, new.folded);
END;
CREATE TRIGGER gallery_text_delete AFTER DELETE ON gallery_entry WHEN old.folded IS NOT NULL BEGIN
    INSERT INTO gallery_text(gallery_text, rowid, folded) VALUES ('delete', old.seq, old.folded);
END;
-- The old text leaves the index before the new one enters.
CREATE TRIGGER gallery_text_leave BEFORE UPDATE OF folded ON gallery_entry WHEN old.folded IS NOT NULL BEGIN
    INSERT INTO gallery_text(gallery_text, rowid, folded) VALUES ('delete', old.seq, old.folded);
END;
CREATE TRIGGER gallery_text_enter AFTER UPDATE OF folded ON gallery_entry WHEN new.folded IS NOT NULL BEGIN
    INSERT INTO gallery_text(rowid, folded) VALUES (new.seq, new.folded);
END;
