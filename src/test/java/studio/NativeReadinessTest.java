package studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.JdbiConfig;
import org.junit.jupiter.api.Test;
import studio.storage.RecordMapper;

/** What works on the JVM and breaks in the native executable without a word, guarded where nothing is compiled natively. */
class NativeReadinessTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("studio");

    /** Given to an ObjectMapper by hand, to {@code Response.ok}, or to an event stream; Quarkus cannot see these. */
    private static final List<String> WRITTEN_BY_HAND = List.of(
            "studio.diagnosis.Trials$Tick",
            "studio.gallery.GalleryEntry",
            "studio.task.GenerationRequest",
            "studio.task.answer.ReceivedAnswer",
            "studio.log.LogEntry",
            "studio.model.ModelCapabilities",
            "studio.model.ModelEntry$Pixels",
            "studio.task.Attempt",
            "studio.task.api.AwaitTask$Generated",
            "studio.task.TaskFailure",
            "studio.task.feed.TaskFeed$Ready",
            "studio.task.feed.TaskView",
            "studio.web.Problem");

    private static final Set<String> READ =
            Set.of("readValue", "readValues", "convertValue", "treeToValue", "readerFor", "forType");
    private static final Set<String> WRITTEN = Set.of(
            "writeValue",
            "writeValueAsBytes",
            "writeValueAsString",
            "valueToTree",
            "convertValue",
            "putPOJO",
            "addPOJO",
            "writerFor");

    /** Near calls of Jackson, which get their components one by one. */
    private static final Set<String> ONLY_PARTS_OF = Set.of(
            "studio.task.Task",
            "studio.task.TaskStore$IdempotencyKey",
            "studio.task.TaskStore$Past",
            "studio.task.api.AwaitTask$WithImageData");

    private static final Set<String> ANYTHING =
            Set.of("java.lang.Object", "java.lang.Class", "com.fasterxml.jackson.core.type.TypeReference");

    @Test
    void whatIsWrittenAsJsonByHandIsRegistered() {
        assertThat(WRITTEN_BY_HAND.stream().filter(name -> !registered(CLASSES.get(name))))
                .isEmpty();
    }

    /** The list above is kept by hand; this finds what a class gives to Jackson, by what its methods call and name. */
    @Test
    void whatMethodsGiveToJacksonIsRegistered() {
        Set<String> given = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        Set<String> gates = gates();
        for (JavaClass type : CLASSES) {
            for (JavaCodeUnit method : type.getCodeUnits()) {
                for (JavaClass candidate : givenToJackson(method, gates)) {
                    given.add(candidate.getName());
                    if (!registered(candidate) && !ONLY_PARTS_OF.contains(candidate.getName())) {
                        missing.add(candidate.getName() + " by " + method.getFullName());
                    }
                }
            }
        }
        assertThat(given).contains("studio.task.answer.ReceivedAnswer", "studio.task.GenerationRequest");
        assertThat(missing).isEmpty();
    }

    /** Methods that hand on to Jackson whatever they are given. */
    private static Set<String> gates() {
        Set<String> gates = new HashSet<>();
        int before;
        do {
            before = gates.size();
            for (JavaClass type : CLASSES) {
                for (JavaCodeUnit method : type.getCodeUnits()) {
                    boolean open = method.getRawParameterTypes().stream()
                            .anyMatch(taken -> ANYTHING.contains(taken.getName()));
                    if (open && (callsJackson(method, READ, gates) || callsJackson(method, WRITTEN, gates))) {
                        gates.add(method.getFullName());
                    }
                }
            }
        } while (gates.size() > before);
        return gates;
    }

    private static Set<JavaClass> givenToJackson(JavaCodeUnit method, Set<String> gates) {
        Set<JavaClass> given = new HashSet<>();
        if (callsJackson(method, READ, gates)) {
            method.getReferencedClassObjects().forEach(named -> given.add(named.getRawType()));
        }
        if (callsJackson(method, WRITTEN, gates)) {
            given.add(method.getOwner());
            given.addAll(method.getRawParameterTypes());
            method.getConstructorCallsFromSelf().forEach(call -> given.add(call.getTargetOwner()));
            method.getMethodCallsFromSelf()
                    .forEach(call -> given.add(call.getTarget().getRawReturnType()));
        }
        given.removeIf(type -> !type.getPackageName().startsWith("studio") || !type.isRecord());
        return given;
    }

    private static boolean callsJackson(JavaCodeUnit method, Set<String> names, Set<String> gates) {
        return method.getMethodCallsFromSelf().stream()
                .anyMatch(call -> gates.contains(call.getTarget().getFullName())
                        || (names.contains(call.getName())
                                && call.getTargetOwner().getPackageName().startsWith("com.fasterxml.jackson")));
    }

    /** Registering a record registers what is nested in it, but not the types of its components. */
    @Test
    void whatARegisteredRecordHoldsIsRegisteredToo() {
        Set<String> missing = new TreeSet<>();
        Set<JavaClass> seen = new HashSet<>();
        Deque<JavaClass> open = new ArrayDeque<>();
        CLASSES.stream().filter(NativeReadinessTest::registered).forEach(open::add);
        while (!open.isEmpty()) {
            JavaClass type = open.pop();
            for (JavaField field : type.getFields()) {
                if (field.getModifiers().contains(JavaModifier.STATIC)) {
                    continue;
                }
                for (JavaClass held : field.getType().getAllInvolvedRawTypes()) {
                    JavaClass plain = held.getBaseComponentType();
                    if (plain.getPackageName().startsWith("studio") && seen.add(plain)) {
                        open.add(plain);
                        if (!registered(plain)) {
                            missing.add(plain.getName() + " in " + type.getName());
                        }
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Static fields are filled when the executable is built: the same random numbers, the clock of the build. */
    @Test
    void nothingOfARunningProcessIsKeptStatically() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (JavaField field : type.getFields()) {
                boolean live = List.of(
                                Random.class,
                                Thread.class,
                                Executor.class,
                                Clock.class,
                                Instant.class,
                                HttpClient.class,
                                java.io.Closeable.class)
                        .stream()
                        .anyMatch(kind -> field.getRawType().isAssignableTo(kind));
                if (live && field.getModifiers().contains(JavaModifier.STATIC)) {
                    wrong.add(field.getFullName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A resource that nobody lists is not in the executable; Quarkus itself sees to migrations and the page. */
    @Test
    void classPathFilesThatAreReadByNameAreListed() throws IOException {
        Matcher listed = Pattern.compile("<quarkus.native.resources.includes>(.*)</")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(listed.find()).isTrue();
        Set<String> names = new TreeSet<>(List.of(listed.group(1).split(",")));
        // Of the folder docs, the build takes these two along.
        Set<String> files = new TreeSet<>(Set.of("openapi.json", "openapi.yaml"));
        for (String folder : List.of("src/main/resources", "src/main/filtered")) {
            try (Stream<Path> all = Files.list(Path.of(folder))) {
                all.filter(Files::isRegularFile)
                        .map(file -> file.getFileName().toString())
                        .forEach(files::add);
            }
        }
        assertThat(names).isEqualTo(files);
    }

    /** AWT in the executable costs ten shared objects and 60 MB; what uses it is left out there. */
    @Test
    void onlyTheFallbackForPicturesSeesAwt() {
        Set<String> users = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getPackageName())
                    .filter(name -> name.startsWith("java.awt") || name.startsWith("javax.imageio"))
                    .forEach(name -> users.add(type.getSimpleName()));
        }
        assertThat(users).containsOnly("CmykJpeg", "ImageIoPicture");
    }

    /** Jdbi makes rows by their constructors. */
    @Test
    void rowsOfTheDatabaseAreRegistered() {
        Set<String> rows = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (JavaCodeUnit method : type.getCodeUnits()) {
                if (method.getMethodCallsFromSelf().stream()
                        .noneMatch(call -> call.getTargetOwner().isEquivalentTo(RecordMapper.class))) {
                    continue;
                }
                method.getReferencedClassObjects().forEach(named -> {
                    rows.add(named.getRawType().getName());
                    if (!registered(named.getRawType())) {
                        missing.add(named.getRawType().getName() + " by " + method.getFullName());
                    }
                });
            }
        }
        assertThat(rows).contains("studio.gallery.GalleryEntry", "studio.task.TaskStore$Keyed");
        assertThat(missing).isEmpty();
    }

    /** Jdbi makes its own settings by reflection and registers them itself; a version that forgets one must be noticed. */
    @Test
    void everySettingOfJdbiIsRegisteredByJdbi() throws IOException {
        String registered;
        try (InputStream in = Jdbi.class.getResourceAsStream(
                "/META-INF/native-image/org.jdbi/jdbi3-core/reachability-metadata.json")) {
            registered = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Set<String> missing = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages("org.jdbi.v3.core")) {
            if (type.isAssignableTo(JdbiConfig.class)
                    && !type.isInterface()
                    && !registered.contains('"' + type.getName() + '"')) {
                missing.add(type.getName());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean registered(JavaClass type) {
        JavaClass outer = type;
        while (true) {
            if (outer.isAnnotatedWith(RegisterForReflection.class)) {
                return true;
            }
            if (outer.getEnclosingClass().isEmpty()) {
                return false;
            }
            outer = outer.getEnclosingClass().get();
        }
    }
}
