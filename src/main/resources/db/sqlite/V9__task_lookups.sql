-- What a task asked and of whom, so that the time of the next one like it can be told.
ALTER TABLE task ADD COLUMN config_id TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN model TEXT NOT NULL DEFAULT '';
UPDATE task SET config_id = json_extract(request, '$.configId'), model = json_extract(request, '$.model')
WHERE json_extract(request, '$.configId') IS NOT NULL AND json_extract(request, '$.model') IS NOT NULL;
CREATE INDEX task_done ON task (config_id, model, created_at DESC) WHERE status = 'DONE';

-- A line of the log names its request.
CREATE INDEX task_by_request ON task (request_id, created_at DESC, id DESC);
