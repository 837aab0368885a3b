package studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormFailuresTest {
    private static final String PARSER = "org.jboss.resteasy.reactive.server.core.multipart.MultipartParser";

    @ParameterizedTest
    @CsvSource({
        "true, java.lang.String",
        "true, org.jboss.resteasy.reactive.common.headers.MediaTypeHeaderDelegate",
        "false, sun.nio.fs.UnixException",
        "false, sun.nio.ch.FileDispatcherImpl",
        "false, java.io.FileOutputStream"
    })
    void aDiskThatFailsIsNotTheClients(boolean ofClient, String thrower) {
        IOException failure = new NoSuchFileException("part");
        failure.setStackTrace(new StackTraceElement[] {at(thrower), at(PARSER), at("java.lang.Thread")});

        assertThat(FormFailures.ofClient(failure)).isEqualTo(ofClient);
        assertThat(FormFailures.ofClient(new IllegalStateException(failure))).isEqualTo(ofClient);
    }

    @ParameterizedTest
    @CsvSource({"java.lang.String", "studio.web.Failures"})
    void whatHappensElsewhereIsNotEither(String thrower) {
        IllegalArgumentException failure = new IllegalArgumentException();
        failure.setStackTrace(new StackTraceElement[] {at(thrower), at("java.lang.Thread")});
        assertThat(FormFailures.ofClient(failure)).isFalse();

        failure.setStackTrace(new StackTraceElement[0]);
        assertThat(FormFailures.ofClient(failure)).isFalse();
    }

    private static StackTraceElement at(String name) {
        return new StackTraceElement(name, "method", null, -1);
    }
}
