package studio.storage;

/** The order in which the stores are closed; observers of the shutdown that still write need a lower priority. */
final class Shutdown {
    static final int MIRRORS = 100_000;
    static final int DATABASE = MIRRORS + 100;

    private Shutdown() {}
}
