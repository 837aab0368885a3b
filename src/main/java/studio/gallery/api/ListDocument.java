package studio.gallery.api;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import studio.gallery.Cursor;
import studio.gallery.Gallery;
import studio.gallery.Gallery.GalleryPage;
import studio.gallery.Gallery.Listing;
import studio.web.Pieces;

/** Lists of entries as documents: {@link GalleryResource.ListAnswer} around what the index writes. */
final class ListDocument {
    private static final String BEGIN = "{\"entries\":[";

    private ListDocument() {}

    static byte[] of(GalleryPage page) {
        Buffer document = Buffer.buffer(page.entries().json().length + 128);
        document.appendString(BEGIN).appendBytes(page.entries().json());
        return end(document, page.entries().next(), page.total()).getBytes();
    }

    private static Buffer end(Buffer document, @Nullable Cursor next, long total) {
        String cursor = next == null ? "null" : '"' + next.encoded() + '"';
        return document.appendString("],\"nextCursor\":" + cursor + ",\"total\":" + total + "}");
    }

    /** One page that holds everything: what reads pages reads this, too. */
    static final class Whole implements Pieces.Source {
        private final Gallery gallery;
        private final String base;
        private @Nullable Cursor after;
        private long total;
        private boolean ended;

        /** @param base see {@link Gallery#part} */
        Whole(Gallery gallery, String base) {
            this.gallery = gallery;
            this.base = base;
        }

        @Override
        public @Nullable Buffer next() {
            if (ended) {
                return null;
            }
            Listing part = gallery.part(after, base);
            Buffer piece = Buffer.buffer(part.json().length + 128);
            piece.appendString(after == null ? BEGIN : part.count() == 0 ? "" : ",")
                    .appendBytes(part.json());
            total += part.count();
            after = part.next();
            ended = after == null;
            return ended ? end(piece, null, total) : piece;
        }
    }
}
