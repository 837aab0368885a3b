package studio.web;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parser of multipart forms throws whatever happens to it when a client sends it wrongly; only where it comes from tells. None
 * of the studio's own work is done inside of the parser.
 */
final class FormFailures {
    private static final String PARSER = "org.jboss.resteasy.reactive.server.core.multipart.";
    /** Where the JDK tells that a file cannot be made or written, which is not the client's doing. */
    private static final List<String> FILES = List.of("sun.nio.", "java.io.File");

    private FormFailures() {}

    /** Whether a form that was not one is the reason. */
    static boolean ofClient(Exception failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        List<String> trace = Stream.of(first.getStackTrace())
                .map(StackTraceElement::getClassName)
                .toList();
        boolean parsing = trace.stream().anyMatch(name -> name.startsWith(PARSER));
        return parsing && !(first instanceof IOException && FILES.stream().anyMatch(trace.getFirst()::startsWith));
    }
}
