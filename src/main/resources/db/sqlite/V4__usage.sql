-- What each paid call cost; "attempt" is its number within the task. Rows refer to no task: tasks are forgotten after a while, spending is not.
-- Times are milliseconds since 1970, "day" is the same as a date in UTC. "cost" is an exact decimal, null when nobody knows
-- it; it is text because upstreams tell more digits than an integer of any unit could add up without rounding.
CREATE TABLE spending (
  task_id      TEXT    NOT NULL,
  attempt      INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  day          TEXT    NOT NULL,
  config_id    TEXT    NOT NULL,
  config_label TEXT    NOT NULL,
  model        TEXT    NOT NULL,
  pictures     INTEGER NOT NULL,
  cost         TEXT,
  currency     TEXT    NOT NULL DEFAULT 'USD' CHECK (currency = 'USD'),
  estimated    INTEGER NOT NULL,
  outcome      TEXT    NOT NULL,
  PRIMARY KEY (task_id, attempt)
);
CREATE INDEX spending_by_day ON spending (day);
CREATE INDEX spending_by_config ON spending (config_id, day);
