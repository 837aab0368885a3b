package studio.upstream.download;

/** An address that must not be fetched, or is none, or leads to no picture; the message says why. */
final class RefusedException extends Exception {
    RefusedException(String why) {
        super(why);
    }
}
