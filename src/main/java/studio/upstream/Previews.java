package studio.upstream;

import java.nio.file.Path;

/** Takes unfinished pictures, as previews of what is being made. */
@FunctionalInterface
public interface Previews {
    /** Names of files that hold unfinished pictures start so. */
    String PREFIX = "partial-";

    /**
     * One has come. It lies in the call's folder under a name that starts with {@value #PREFIX}, so that it is never taken for a
     * result.
     *
     * @param index which preview of this call, from 0
     */
    void partial(int index, Path file);
}
