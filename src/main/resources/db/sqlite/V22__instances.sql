-- Who works on a task, where several instances share a database; and that somebody at another one wants it to stop.
ALTER TABLE task ADD COLUMN owner TEXT;
ALTER TABLE task ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0;
