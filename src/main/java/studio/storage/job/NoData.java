package studio.storage.job;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/** Rows carry nothing but a name, so nothing is written by Java's serialization, and nothing read. */
final class NoData implements Serializer {
    @Override
    public byte @Nullable [] serialize(@Nullable Object data) {
        if (data != null) {
            throw new IllegalStateException("An execution has no data");
        }
        return null;
    }

    @Override
    public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] bytes) {
        return null;
    }
}
