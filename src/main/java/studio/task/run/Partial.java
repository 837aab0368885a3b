package studio.task.run;

import java.nio.file.Path;

/**
 * The newest unfinished picture of a call, shown until the real one is there.
 *
 * @param call the number of the call's first picture
 * @param index which preview it is, from 0
 */
public record Partial(int call, int index, Path file) {}
