-- Tasks and their attempts. Times are milliseconds since 1970; request and failure are JSON.
CREATE TABLE task (
  id               TEXT PRIMARY KEY,
  entry_id         TEXT    NOT NULL,
  request_id       TEXT,
  status           TEXT    NOT NULL,
  created_at       INTEGER NOT NULL,
  started_at       INTEGER,
  finished_at      INTEGER,
  retry_of         TEXT,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  version          INTEGER NOT NULL,
  upstream_ms      INTEGER,
  candidates       INTEGER,
  request          TEXT    NOT NULL,
  failure          TEXT
);
CREATE INDEX task_newest ON task (created_at DESC, id DESC);
CREATE INDEX task_by_status ON task (status, created_at DESC, id DESC);

-- A row is committed before the first byte of a try goes out; outcome OPEN means that nobody knows how it ended.
CREATE TABLE attempt (
  task_id     TEXT    NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  number      INTEGER NOT NULL,
  started_at  INTEGER NOT NULL,
  finished_at INTEGER,
  outcome     TEXT    NOT NULL,
  code        TEXT,
  status      INTEGER,
  request_id  TEXT,
  PRIMARY KEY (task_id, number)
);

-- Which task a client's Idempotency-Key stands for.
CREATE TABLE idempotency (
  key       TEXT PRIMARY KEY,
  body_hash TEXT NOT NULL,
  task_id   TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE
);

-- Which tasks still need a reference picture.
CREATE TABLE task_reference (
  sha256  TEXT NOT NULL,
  task_id TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  PRIMARY KEY (sha256, task_id)
);
CREATE INDEX task_reference_of ON task_reference (task_id);

-- Which gallery entries were made with a reference picture, so that it can be shown and used again.
CREATE TABLE entry_reference (
  sha256   TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  PRIMARY KEY (sha256, entry_id)
);
