-- The shape of a picture as people name it: 1344x768 is 16:9. Models round to multiples of 8, 16 or 64 pixels, which shifts
-- a ratio by up to 3 %; the names are further apart than that. Where the size was never known it is what was asked for.
ALTER TABLE gallery_entry ADD COLUMN ratio TEXT NOT NULL GENERATED ALWAYS AS (CASE
    WHEN width < 1 OR height < 1 THEN coalesce(aspect_ratio, 'other')
    WHEN abs(width *  1.0 / (height *  1) - 1) < 0.03 THEN '1:1'
    WHEN abs(width *  2.0 / (height *  1) - 1) < 0.03 THEN '1:2'
    WHEN abs(width *  1.0 / (height *  2) - 1) < 0.03 THEN '2:1'
    WHEN abs(width *  3.0 / (height *  1) - 1) < 0.03 THEN '1:3'
    WHEN abs(width *  1.0 / (height *  3) - 1) < 0.03 THEN '3:1'
    WHEN abs(width *  4.0 / (height *  1) - 1) < 0.03 THEN '1:4'
    WHEN abs(width *  1.0 / (height *  4) - 1) < 0.03 THEN '4:1'
    WHEN abs(width *  8.0 / (height *  1) - 1) < 0.03 THEN '1:8'
    WHEN abs(width *  1.0 / (height *  8) - 1) < 0.03 THEN '8:1'
    WHEN abs(width *  3.0 / (height *  2) - 1) < 0.03 THEN '2:3'
    WHEN abs(width *  2.0 / (height *  3) - 1) < 0.03 THEN '3:2'
    WHEN abs(width *  4.0 / (height *  3) - 1) < 0.03 THEN '3:4'
    WHEN abs(width *  3.0 / (height *  4) - 1) < 0.03 THEN '4:3'
    WHEN abs(width *  5.0 / (height *  4) - 1) < 0.03 THEN '4:5'
    WHEN abs(width *  4.0 / (height *  5) - 1) < 0.03 THEN '5:4'
    WHEN abs(width *  2.0 / (height *  5) - 1) < 0.03 THEN '5:2'
    WHEN abs(width *  5.0 / (height *  2) - 1) < 0.03 THEN '2:5'
    WHEN abs(width * 16.0 / (height *  9) - 1) < 0.03 THEN '9:16'
    WHEN abs(width *  9.0 / (height * 16) - 1) < 0.03 THEN '16:9'
    WHEN abs(width * 21.0 / (height *  9) - 1) < 0.03 THEN '9:21'
    WHEN abs(width *  9.0 / (height * 21) - 1) < 0.03 THEN '21:9'
    ELSE 'other'
END) VIRTUAL;

CREATE INDEX gallery_live_ratio ON gallery_entry (ratio, created_at, id) WHERE deleted_at IS NULL;

-- How many live entries each value of a filter has, so that nothing has to count them.
CREATE TABLE gallery_facet (
    name    TEXT    NOT NULL,
    value   TEXT    NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (name, value)
) WITHOUT ROWID;

INSERT INTO gallery_facet
SELECT 'model', model_id, count(*) FROM gallery_entry WHERE deleted_at IS NULL GROUP BY model_id
UNION ALL
SELECT 'config', config_id, count(*) FROM gallery_entry WHERE deleted_at IS NULL GROUP BY config_id
UNION ALL
SELECT 'ratio', ratio, count(*) FROM gallery_entry WHERE deleted_at IS NULL GROUP BY ratio
UNION ALL
SELECT 'favorite', favorite, count(*) FROM gallery_entry WHERE deleted_at IS NULL GROUP BY favorite;

CREATE TRIGGER gallery_facet_insert AFTER INSERT ON gallery_entry WHEN new.deleted_at IS NULL BEGIN
    INSERT INTO gallery_facet VALUES
        ('model', new.model_id, 1), ('config', new.config_id, 1),
        ('ratio', new.ratio, 1), ('favorite', new.favorite, 1)
    ON CONFLICT DO UPDATE SET entries = entries + excluded.entries;
END;
CREATE TRIGGER gallery_facet_delete AFTER DELETE ON gallery_entry WHEN old.deleted_at IS NULL BEGIN
    INSERT INTO gallery_facet VALUES
        ('model', old.model_id, -1), ('config', old.config_id, -1),
        ('ratio', old.ratio, -1), ('favorite', old.favorite, -1)
    ON CONFLICT DO UPDATE SET entries = entries + excluded.entries;
END;
CREATE TRIGGER gallery_facet_leave
AFTER UPDATE OF model_id, config_id, aspect_ratio, width, height, favorite, deleted_at ON gallery_entry
WHEN old.deleted_at IS NULL BEGIN
    INSERT INTO gallery_facet VALUES
        ('model', old.model_id, -1), ('config', old.config_id, -1),
        ('ratio', old.ratio, -1), ('favorite', old.favorite, -1)
    ON CONFLICT DO UPDATE SET entries = entries + excluded.entries;
END;
CREATE TRIGGER gallery_facet_enter
AFTER UPDATE OF model_id, config_id, aspect_ratio, width, height, favorite, deleted_at ON gallery_entry
WHEN new.deleted_at IS NULL BEGIN
    INSERT INTO gallery_facet VALUES
        ('model', new.model_id, 1), ('config', new.config_id, 1),
        ('ratio', new.ratio, 1), ('favorite', new.favorite, 1)
    ON CONFLICT DO UPDATE SET entries = entries + excluded.entries;
END;
