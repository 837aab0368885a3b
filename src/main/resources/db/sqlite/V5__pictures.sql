-- A task may ask for several pictures: which of them are in the gallery, and which of them a try was for ("1,2,5").
ALTER TABLE task ADD COLUMN pictures TEXT NOT NULL DEFAULT '';
UPDATE task SET pictures = '1' WHERE status = 'DONE';
ALTER TABLE attempt ADD COLUMN pictures TEXT NOT NULL DEFAULT '1';

-- The model's own turn (JSON without the pictures, thought signatures included) by the first picture of its call.
CREATE TABLE task_turn (
  task_id TEXT    NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  call    INTEGER NOT NULL,
  turn    TEXT    NOT NULL,
  PRIMARY KEY (task_id, call)
);
