-- Prompts that were sent, each once. The trigger writes in the transaction that accepts a task; a retry is no new use.
CREATE TABLE prompt (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    text    TEXT    NOT NULL UNIQUE,
    used_at INTEGER NOT NULL,
    uses    INTEGER NOT NULL
);
CREATE INDEX prompt_newest ON prompt (used_at DESC, id DESC);
CREATE TRIGGER prompt_sent AFTER INSERT ON task
WHEN NEW.retry_of IS NULL AND json_valid(NEW.request) AND trim(coalesce(json_extract(NEW.request, '$.prompt'), '')) <> '' BEGIN
    INSERT INTO prompt (text, used_at, uses) VALUES (json_extract(NEW.request, '$.prompt'), NEW.created_at, 1)
    ON CONFLICT (text) DO UPDATE SET used_at = max(used_at, excluded.used_at), uses = uses + 1;
END;
INSERT INTO prompt (text, used_at, uses)
SELECT prompt, max(created_at) AS last, count(*) FROM gallery_entry
WHERE deleted_at IS NULL AND trim(prompt) <> '' GROUP BY prompt ORDER BY last DESC LIMIT 5000;

-- Requests that are saved to be sent another time; content is JSON.
CREATE TABLE draft (
    id       TEXT PRIMARY KEY,
    name     TEXT    NOT NULL,
    saved_at INTEGER NOT NULL,
    content  TEXT    NOT NULL
);
-- Which drafts still need a reference picture.
CREATE TABLE draft_reference (
    sha256   TEXT NOT NULL,
    draft_id TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    PRIMARY KEY (sha256, draft_id)
);
CREATE INDEX draft_reference_of ON draft_reference (draft_id);
