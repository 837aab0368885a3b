-- Who works on a task, where several instances share a database; and that somebody at another one wants it to stop.
ALTER TABLE task ADD COLUMN owner TEXT;
ALTER TABLE task ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0;

-- The processes that work on this database. seen_at is by the database's clock, clock_at by the instance's own.
CREATE TABLE instance (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    clock_at BIGINT NOT NULL,
    concurrent INTEGER NOT NULL
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

CREATE TABLE job_execution (
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
CREATE INDEX job_execution_due ON job_execution (execution_time);
