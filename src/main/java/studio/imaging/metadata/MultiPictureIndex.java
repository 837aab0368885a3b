package studio.imaging.metadata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The MPF segment of a JPEG, which says where the further pictures in the file are, for example a gain map. Offsets count from
 * the byte order mark in the segment itself (CIPA DC-007, section 5.2.3).
 */
final class MultiPictureIndex {
    static final String NAME = "MPF\0";
    /** Marker, length and name. */
    private static final int HEAD = 8;

    private static final int ENTRIES = 0xb002;
    private static final int ENTRY = 16;

    private MultiPictureIndex() {}

    /**
     * Makes the index right for a file whose first picture changes its length.
     *
     * @param segment from its marker on; changed in place
     * @param longer by how many bytes the first picture becomes longer
     * @param behind by how many of them behind the segment
     * @return false when the segment is not understood; then the file is to be left alone
     */
    static boolean correct(byte[] segment, int longer, int behind) {
        try {
            ByteBuffer index =
                    ByteBuffer.wrap(segment, HEAD, segment.length - HEAD).slice();
            index.order(index.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = index.getInt(4);
            int tags = index.getShort(directory) & 0xffff;
            for (int i = 0; i < tags; i++) {
                int tag = directory + 2 + 12 * i;
                if ((index.getShort(tag) & 0xffff) == ENTRIES) {
                    return entries(index, index.getInt(tag + 8), index.getInt(tag + 4) / ENTRY, longer, behind);
                }
            }
            return false;
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static boolean entries(ByteBuffer index, int from, int count, int longer, int behind) {
        for (int i = 0; i < count; i++) {
            // Attributes, size, offset; the first picture has no offset.
            int size = from + ENTRY * i + 4;
            int offset = size + 4;
            if (index.getInt(offset) == 0) {
                index.putInt(size, index.getInt(size) + longer);
            } else {
                index.putInt(offset, index.getInt(offset) + behind);
            }
        }
        return true;
    }
}
