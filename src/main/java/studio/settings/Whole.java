package studio.settings;

/** An integer. */
final class Whole extends Form<Long> {
    Whole() {
        super("a whole number from %d to %d");
    }

    @Override
    public Long convert(String text) {
        return Long.valueOf(text);
    }
}
