CREATE TABLE meta (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

-- Times are milliseconds since 1970. "seq" is the row's number for the search index; "deleted_at" is the trash.
CREATE TABLE gallery_entry (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    prompt        TEXT    NOT NULL,
    response_text TEXT    NOT NULL,
    file_name     TEXT    NOT NULL UNIQUE,
    preview_name  TEXT,
    has_thumbnail INTEGER NOT NULL,
    config_id     TEXT    NOT NULL,
    config_label  TEXT    NOT NULL,
    model_id      TEXT    NOT NULL,
    aspect_ratio  TEXT,
    image_size    TEXT,
    created_at    INTEGER NOT NULL,
    width         INTEGER NOT NULL,
    height        INTEGER NOT NULL,
    bytes         INTEGER NOT NULL,
    format        TEXT    NOT NULL,
    placeholder   TEXT,
    favorite      INTEGER NOT NULL,
    task_id       TEXT,
    duration_ms   INTEGER,
    usage         TEXT,
    parameters    TEXT,
    missing       INTEGER NOT NULL DEFAULT 0,
    deleted_at    INTEGER
);

-- Pages: by time, ties by id. Each list has an index that is already in its order.
CREATE INDEX gallery_live ON gallery_entry (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX gallery_live_config ON gallery_entry (config_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX gallery_live_model ON gallery_entry (model_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX gallery_live_favorite ON gallery_entry (created_at, id) WHERE deleted_at IS NULL AND favorite = 1;
CREATE INDEX gallery_trash ON gallery_entry (deleted_at) WHERE deleted_at IS NOT NULL;

-- How many live pictures there are and their size, so that nothing has to count them.
CREATE TABLE gallery_total (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    entries INTEGER NOT NULL,
    bytes   INTEGER NOT NULL
);
INSERT INTO gallery_total VALUES (1, 0, 0);

CREATE TRIGGER gallery_total_insert AFTER INSERT ON gallery_entry WHEN new.deleted_at IS NULL BEGIN
    UPDATE gallery_total SET entries = entries + 1, bytes = bytes + new.bytes;
END;
CREATE TRIGGER gallery_total_delete AFTER DELETE ON gallery_entry WHEN old.deleted_at IS NULL BEGIN
    UPDATE gallery_total SET entries = entries - 1, bytes = bytes - old.bytes;
END;
CREATE TRIGGER gallery_total_update AFTER UPDATE OF bytes, deleted_at ON gallery_entry BEGIN
    UPDATE gallery_total SET
        entries = entries - (old.deleted_at IS NULL) + (new.deleted_at IS NULL),
        bytes = bytes - (old.deleted_at IS NULL) * old.bytes + (new.deleted_at IS NULL) * new.bytes;
END;

-- Substrings of three characters and more, in any script.
CREATE VIRTUAL TABLE gallery_text USING fts5 (
    prompt, response_text, content = 'gallery_entry', content_rowid = 'seq', tokenize = 'trigram'
);
CREATE TRIGGER gallery_text_insert AFTER INSERT ON gallery_entry BEGIN
    INSERT INTO gallery_text(rowid, prompt, response_text) VALUES (new.seq, new.prompt, new.response_text);
END;
CREATE TRIGGER gallery_text_delete AFTER DELETE ON gallery_entry BEGIN
    INSERT INTO gallery_text(gallery_text, rowid, prompt, response_text)
    VALUES ('delete', old.seq, old.prompt, old.response_text);
END;
CREATE TRIGGER gallery_text_update AFTER UPDATE OF prompt, response_text ON gallery_entry BEGIN
    INSERT INTO gallery_text(gallery_text, rowid, prompt, response_text)
    VALUES ('delete', old.seq, old.prompt, old.response_text);
    INSERT INTO gallery_text(rowid, prompt, response_text) VALUES (new.seq, new.prompt, new.response_text);
END;
