-- Sessions that were signed out before their token ran out; a row may go once that time has passed.
CREATE TABLE ended_session (
    id         TEXT PRIMARY KEY NOT NULL,
    expires_at INTEGER NOT NULL
);

CREATE INDEX ended_session_expiry ON ended_session (expires_at);
