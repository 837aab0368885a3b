-- Which change of any task was a task's newest one: readers of all tasks come back with the number that they have seen.
ALTER TABLE task ADD COLUMN change_seq INTEGER NOT NULL DEFAULT 0;
CREATE INDEX task_by_change ON task (change_seq);
-- Beside the tasks, so that no number comes twice when they expire.
CREATE TABLE task_change (last INTEGER NOT NULL);
INSERT INTO task_change VALUES (0);

-- A retry goes on under the identity of its pictures.
CREATE INDEX task_by_entry ON task (entry_id);
