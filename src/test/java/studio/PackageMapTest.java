package studio;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import studio.upstream.failure.UpstreamErrors;

/** The map of packages in {@code docs/architecture.md}, enforced. */
class PackageMapTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("studio");

    /** Used by all: they use nothing of the features. */
    private static final Set<String> LEAVES = Set.of("problem", "web", "settings", "files", "json", "log");

    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("problem", Set.of()),
            Map.entry("files", Set.of()),
            Map.entry("web", Set.of("settings", "problem", "files", "json")),
            Map.entry("settings", Set.of()),
            Map.entry("json", Set.of("problem", "files")),
            Map.entry("log", Set.of("web", "settings", "problem", "json")),
            Map.entry("model", Set.of()),
            Map.entry("storage", Set.of()),
            Map.entry("config", Set.of("storage", "model")),
            Map.entry("upstream", Set.of("model")),
            Map.entry("apiconfig", Set.of("config", "upstream", "model")),
            Map.entry("usage", Set.of("config", "storage", "apiconfig", "model")),
            Map.entry("template", Set.of("config", "storage", "gallery", "picture", "imaging")),
            Map.entry("prompt", Set.of("storage", "task")),
            Map.entry("account", Set.of("config", "storage")),
            Map.entry("imaging", Set.of()),
            Map.entry("picture", Set.of("imaging")),
            Map.entry("gallery", Set.of("imaging", "picture", "storage")),
            Map.entry(
                    "task",
                    Set.of("gallery", "picture", "storage", "upstream", "imaging", "apiconfig", "model", "usage")),
            Map.entry(
                    "diagnosis",
                    Set.of(
                            "task",
                            "gallery",
                            "imaging",
                            "picture",
                            "upstream",
                            "account",
                            "apiconfig",
                            "config",
                            "storage")),
            Map.entry("push", Set.of("account", "storage", "task", "upstream")),
            Map.entry("practice", Set.of("imaging", "config")),
            Map.entry("backup", Set.of("config", "picture", "storage")),
            Map.entry("relay", Set.of("storage")),
            Map.entry("intake", Set.of("config", "gallery", "imaging", "picture", "storage", "task")),
            Map.entry("app", Set.of()));

    /** What an adapter of upstreams may use; never another adapter. */
    private static final Set<String> ADAPTER =
            Set.of("upstream", "upstream.failure", "upstream.answer", "upstream.transport", "upstream.dialect");

    /** Inside a feature with sub-packages: which packages of the same feature each of them may use. */
    private static final Map<String, Set<String>> INSIDE = Map.ofEntries(
            Map.entry("practice", Set.of("practice.protocol", "practice.answer")),
            Map.entry("practice.protocol", Set.of("practice.answer", "practice.painting", "practice.data")),
            Map.entry("practice.answer", Set.of("practice.painting", "practice.data")),
            Map.entry("practice.painting", Set.of("practice.data")),
            Map.entry("practice.data", Set.of()),
            Map.entry("upstream", Set.of()),
            Map.entry("upstream.failure", Set.of("upstream")),
            Map.entry("upstream.answer", Set.of("upstream", "upstream.failure")),
            Map.entry("upstream.transport", Set.of("upstream", "upstream.failure", "upstream.answer")),
            Map.entry(
                    "upstream.download",
                    Set.of("upstream", "upstream.failure", "upstream.answer", "upstream.transport")),
            Map.entry("upstream.dialect", Set.of("upstream", "upstream.transport")),
            Map.entry("upstream.chat", ADAPTER),
            Map.entry("upstream.images", ADAPTER),
            Map.entry("upstream.gemini", ADAPTER),
            Map.entry("upstream.openrouter", ADAPTER),
            Map.entry("upstream.asynctask", ADAPTER),
            Map.entry("web.server", Set.of()),
            Map.entry("web", Set.of("web.server")),
            Map.entry("web.event", Set.of("web.server")),
            Map.entry("web.connection", Set.of("web.server")),
            Map.entry("web.route", Set.of("web", "web.connection", "web.server")),
            Map.entry("diagnosis", Set.of()),
            Map.entry("diagnosis.service", Set.of("diagnosis")),
            Map.entry("gallery", Set.of()),
            Map.entry("gallery.file", Set.of("gallery")),
            Map.entry("gallery.api", Set.of("gallery", "gallery.file")),
            Map.entry("gallery.legacy", Set.of("gallery", "gallery.file")),
            Map.entry("picture", Set.of()),
            Map.entry("picture.bucket", Set.of("picture")),
            Map.entry("task", Set.of()),
            Map.entry("task.request", Set.of("task")),
            Map.entry("task.answer", Set.of("task", "task.request")),
            Map.entry("task.run", Set.of("task", "task.request", "task.answer")),
            Map.entry("task.dispatch", Set.of("task", "task.run")),
            Map.entry("task.feed", Set.of("task", "task.run")),
            Map.entry("task.api", Set.of("task", "task.request", "task.answer", "task.run", "task.feed")),
            Map.entry("task.legacy", Set.of("task", "task.request", "task.answer", "task.run", "task.feed")),
            Map.entry("imaging.probe", Set.of()),
            Map.entry("imaging.metadata", Set.of("imaging.probe")),
            Map.entry("imaging.decode", Set.of("imaging.probe")),
            Map.entry("imaging.vips", Set.of("imaging.decode", "imaging.probe")),
            Map.entry("imaging.imageio", Set.of("imaging.decode", "imaging.probe")));

    @Test
    void aSubPackageUsesOnlyThoseBelowIt() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass user : CLASSES) {
            Set<String> allowed = INSIDE.get(within(user));
            if (allowed == null) {
                continue;
            }
            for (var dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass().getBaseComponentType();
                String to = within(used);
                if (feature(used).equals(feature(user)) && !to.equals(within(user)) && !allowed.contains(to)) {
                    wrong.add(user.getName() + " -> " + used.getName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aPackageUsesOnlyWhatTheMapAllows() {
        Map<String, Set<String>> wrong = new HashMap<>();
        for (JavaClass user : CLASSES) {
            String from = feature(user);
            for (var dependency : user.getDirectDependenciesFromSelf()) {
                String to = feature(dependency.getTargetClass().getBaseComponentType());
                boolean allowed = from.equals("app")
                        || to.isEmpty()
                        || from.equals(to)
                        || MAY_USE.getOrDefault(from, Set.of()).contains(to)
                        || (LEAVES.contains(to) && !LEAVES.contains(from));
                if (!allowed) {
                    wrong.computeIfAbsent(from + " -> " + to, ignored -> new TreeSet<>())
                            .add(user.getSimpleName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyFeatureIsOnTheMap() {
        Set<String> features = new TreeSet<>();
        CLASSES.forEach(type -> features.add(feature(type)));
        features.remove("");
        assertThat(MAY_USE.keySet()).containsAll(features);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching("studio.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void adaptersAreNotNamedOutsideTheirOwnPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackages("studio.upstream", "studio.upstream.*")
                .should()
                .dependOnClassesThat(resideInAPackage("studio.upstream.*")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("studio.upstream.failure", "studio.upstream.dialect"))))
                .check(CLASSES);
    }

    @Test
    void whatAFailureMeansIsDecidedFromWordsAlone() {
        noClasses()
                .that()
                .resideInAPackage("studio.upstream.failure")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx..", "jakarta.ws.rs..", "java.nio.file.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("studio.upstream", "studio.upstream.*")
                .should()
                .dependOnClassesThat(resideInAPackage("studio.upstream.failure")
                        .and(DescribedPredicate.not(JavaClass.Predicates.type(UpstreamErrors.class))))
                .check(CLASSES);
    }

    @Test
    void onlyStorageAndSqlClassesSeeJdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("studio.storage..")
                .and(are(DescribedPredicate.not(partOfASqlClass())))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.jdbi.."))
                .check(CLASSES);
    }

    @Test
    void resourcesHoldNoLogic() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.sql..", "java.net.http..", "java.util.concurrent.locks.."))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        java.nio.file.Files.class,
                        java.io.FileInputStream.class,
                        java.io.FileOutputStream.class,
                        java.io.RandomAccessFile.class,
                        Thread.class)
                .check(CLASSES);
    }

    /** Of virtual threads that load classes as many as there are cores can stop the whole process: docs/adr/0023. */
    @Test
    void threadsAreThoseOfTheSystem() {
        noClasses()
                .should()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "startVirtualThread", Runnable.class)
                .orShould()
                .callMethod(java.util.concurrent.Executors.class, "newVirtualThreadPerTaskExecutor")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(io.smallrye.common.annotation.RunOnVirtualThread.class)
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            JavaPackage home = type.getPackage();
            if (!home.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(home.getName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> partOfASqlClass() {
        return DescribedPredicate.describe("part of a class named Sql…", type -> {
            JavaClass outer = type;
            while (outer.getEnclosingClass().isPresent()) {
                outer = outer.getEnclosingClass().get();
            }
            return outer.getSimpleName().startsWith("Sql")
                    || outer.getSimpleName().endsWith("Rows");
        });
    }

    /** {@code task.run} for {@code studio.task.run.TaskQueue}. */
    private static String within(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("studio.") ? name.substring("studio.".length()) : "";
    }

    /** {@code task} for {@code studio.task.Task}; empty for {@code studio} itself and for what is not ours. */
    private static String feature(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith("studio.")) {
            return "";
        }
        String rest = name.substring("studio.".length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
