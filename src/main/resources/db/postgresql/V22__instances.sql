-- Who works on a task, where several instances share a database; and that somebody at another one wants it to stop.
ALTER TABLE task ADD COLUMN owner TEXT;
ALTER TABLE task ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0;

-- The processes that work on this database. seen_at is by the database's clock, clock_at by the instance's own;
-- pictures says where it keeps them, which must be the same for all.
CREATE TABLE instance (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    clock_at BIGINT NOT NULL,
    concurrent INTEGER NOT NULL,
    pictures TEXT NOT NULL DEFAULT ''
);

-- What waits to be run by one of them: tasks, and jobs that come again. The columns are db-scheduler's.
CREATE TABLE task_execution (
    task_name TEXT NOT NULL,
    task_instance TEXT NOT NULL,
    task_data BYTEA,
    execution_time TIMESTAMPTZ NOT NULL,
    picked BOOLEAN NOT NULL,
    picked_by TEXT,
    last_success TIMESTAMPTZ,
    last_failure TIMESTAMPTZ,
    consecutive_failures INTEGER,
    last_heartbeat TIMESTAMPTZ,
    version BIGINT NOT NULL,
    priority SMALLINT,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX task_execution_due ON task_execution (execution_time);
CREATE INDEX task_execution_heartbeat ON task_execution (last_heartbeat);

CREATE TABLE job_execution (LIKE task_execution INCLUDING ALL);

-- What is expected to be spent by tasks under way, in billionths of a US dollar (studio.usage). Ends with its task; held_at is by the
-- database's clock.
CREATE TABLE budget_reservation (
    task_id TEXT COLLATE "C" PRIMARY KEY,
    config_id TEXT COLLATE "C" NOT NULL,
    amount_nanos BIGINT NOT NULL,
    held_at BIGINT NOT NULL
);
CREATE INDEX budget_reservation_config ON budget_reservation (config_id);

-- Tries to sign in, counted by address and by device (studio.account); state is bucket4j's.
CREATE TABLE sign_in_try (
    key TEXT COLLATE "C" PRIMARY KEY,
    state BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_try_expires ON sign_in_try (expires_at);

-- Links at which a browser fetches something for some minutes (studio.storage.ShortLinks).
CREATE TABLE short_link (
    id TEXT COLLATE "C" PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    target TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX short_link_expires ON short_link (kind, expires_at);

-- Which instance puts together what is sent in parts, and where the others reach it (studio.relay).
CREATE TABLE upload_desk (
    kind TEXT COLLATE "C" PRIMARY KEY,
    instance TEXT COLLATE "C" NOT NULL,
    host TEXT NOT NULL,
    port INTEGER NOT NULL
);

-- Originals that wait on the disk of one instance for the bucket: the others do not take their rows for lost.
CREATE TABLE waiting_picture (
    instance TEXT COLLATE "C" NOT NULL,
    file_name TEXT COLLATE "C" NOT NULL,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (instance, file_name)
);

-- The newest unfinished picture of each call, for instances that do not run the task. Lost with a crash of the database, and in no
-- backup.
CREATE UNLOGGED TABLE task_partial (
    task_id TEXT COLLATE "C" NOT NULL,
    call INTEGER NOT NULL,
    content BYTEA NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (task_id, call)
);
