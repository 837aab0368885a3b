package studio.upstream.answer;

import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A response whose body is still coming. */
public record Reply(int status, Function<String, @Nullable String> header, InputStream body) {}
