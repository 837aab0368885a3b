-- The sign-ins that go on: a session without a row has ended. Those of earlier versions have none and end with the upgrade.
CREATE TABLE session (
    id           TEXT PRIMARY KEY NOT NULL,
    generation   TEXT NOT NULL,
    browser      TEXT,
    system       TEXT,
    remembered   INTEGER NOT NULL,
    signed_in_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
);

CREATE INDEX session_expiry ON session (expires_at);

DROP TABLE ended_session;
