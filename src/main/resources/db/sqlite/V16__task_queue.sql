-- Where a waiting task stands that was moved: lower ones come first, and those of one number in the order of their creation.
ALTER TABLE task ADD COLUMN queue_rank INTEGER NOT NULL DEFAULT 0;

-- What was decided of the queue, one row; max_concurrent is null until somebody has chosen.
CREATE TABLE queue_control (
  paused         INTEGER NOT NULL,
  max_concurrent INTEGER
);
INSERT INTO queue_control VALUES (0, NULL);
