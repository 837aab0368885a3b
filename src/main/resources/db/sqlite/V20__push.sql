-- The key that this server shows to push services (RFC 8292), made when the first browser asks for it.
CREATE TABLE push_key (
    id          INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    private_key TEXT NOT NULL,
    public_key  TEXT NOT NULL
);

-- Browsers that are told the end of a task while no page is open. A subscription ends with its session.
CREATE TABLE push_subscription (
    session_id  TEXT PRIMARY KEY NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    endpoint    TEXT NOT NULL UNIQUE,
    browser_key TEXT NOT NULL,
    auth_secret TEXT NOT NULL,
    contact     TEXT NOT NULL,
    language    TEXT NOT NULL,
    show_prompt INTEGER NOT NULL,
    created_at  INTEGER NOT NULL
);
