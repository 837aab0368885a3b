package studio.imaging.vips;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A native executable allows only the foreign calls that its metadata names. */
class VipsReachabilityTest {
    private static final String METADATA = "/META-INF/native-image/studio/image-studio/reachability-metadata.json";

    private record Shape(String result, List<String> parameters, int firstVariadic) {}

    @Test
    void everyCallOfLibvipsIsNamedInTheMetadataAndNoOther() throws Exception {
        JsonNode downcalls;
        try (InputStream file = getClass().getResourceAsStream(METADATA)) {
            downcalls = new ObjectMapper().readTree(file).at("/foreign/downcalls");
        }
        Set<Shape> named = StreamSupport.stream(downcalls.spliterator(), false)
                .map(VipsReachabilityTest::shape)
                .collect(Collectors.toSet());
        Set<Shape> called = Arrays.stream(VipsFunction.values())
                .map(VipsReachabilityTest::shape)
                .collect(Collectors.toSet());

        assertThat(named).isEqualTo(called).hasSameSizeAs(downcalls);
    }

    @Test
    void theClassesThatHoldTheCallsAreInitialisedAtRunTime() throws Exception {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("--initialize-at-run-time=")
                .contains(VipsFunction.class.getName(), VipsLibrary.class.getName());
    }

    private static Shape shape(JsonNode call) {
        List<String> parameters = StreamSupport.stream(
                        call.get("parameterTypes").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return new Shape(
                call.get("returnType").asText(),
                parameters,
                call.at("/options/firstVariadicArg").asInt(-1));
    }

    private static Shape shape(VipsFunction function) {
        return new Shape(
                function.shape().returnLayout().map(VipsReachabilityTest::name).orElse("void"),
                function.shape().argumentLayouts().stream()
                        .map(VipsReachabilityTest::name)
                        .toList(),
                function.firstVariadic());
    }

    private static String name(MemoryLayout layout) {
        return switch (layout) {
            case ValueLayout.OfInt i -> "jint";
            case ValueLayout.OfLong l -> "jlong";
            case ValueLayout.OfDouble d -> "jdouble";
            default -> "void*";
        };
    }
}
