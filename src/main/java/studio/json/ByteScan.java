package studio.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for one of two bytes, eight at a time: a picture in an answer is millions of bytes between two quotes. The JDK has
 * such a search for strings only.
 */
public final class ByteScan {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte one;
    private final byte other;
    private final long ones;
    private final long others;

    public ByteScan(char one, char other) {
        this.one = (byte) one;
        this.other = (byte) other;
        this.ones = one * ONES;
        this.others = other * ONES;
    }

    /** The first place of one of them, or {@code to}. */
    public int find(byte[] bytes, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to) {
            long word = (long) WORD.get(bytes, i);
            long marks = zeroBytes(word ^ ones) | zeroBytes(word ^ others);
            if (marks != 0) {
                return i + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        while (i < to && bytes[i] != one && bytes[i] != other) {
            i++;
        }
        return i;
    }

    /** The lowest bit that is set marks the first byte that is zero; those above it may mislead. */
    private static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }
}
