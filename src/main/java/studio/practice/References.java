package studio.practice;

/**
 * The pictures that came with a request. They are never decoded: how long each is tells them apart well enough to give the
 * result a tint of its own.
 *
 * @param count how many
 * @param tint 0 without pictures; otherwise a number that stays the same for the same pictures
 */
public record References(int count, long tint) {
    public static final References NONE = new References(0, 0);

    /** One more, of so many bytes in whatever coding it came. */
    public References and(long length) {
        return new References(count + 1, tint * 31 + length * 0x9E3779B1L + 1);
    }
}
