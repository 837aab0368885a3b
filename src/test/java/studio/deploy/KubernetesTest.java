package studio.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests against the types that are generated from Kubernetes' own schemas: an unknown field is a failure. */
class KubernetesTest {
    private static final Path FOLDER = Path.of("config/k8s");
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 ConfigMap", ConfigMap.class,
            "v1 PersistentVolumeClaim", PersistentVolumeClaim.class,
            "v1 Service", Service.class,
            "apps/v1 Deployment", Deployment.class,
            "networking.k8s.io/v1 Ingress", Ingress.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "autoscaling/v2 HorizontalPodAutoscaler", Autoscaler.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class);
    /** Of the Prometheus operator, whose schema is no part of Kubernetes. */
    private static final Set<String> OTHERS = Set.of("monitoring.coreos.com/v1 ServiceMonitor");

    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    @ParameterizedTest
    @MethodSource("manifests")
    void everyManifestIsWhatKubernetesKnows(Path file) throws IOException {
        for (JsonNode document : documents(file)) {
            String kind = document.path("apiVersion").asText() + " "
                    + document.path("kind").asText();
            if (!OTHERS.contains(kind)) {
                assertThat(KINDS).as(file.toString()).containsKey(kind);
                assertThat(STRICT.treeToValue(document, KINDS.get(kind))).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void everyPatchIsOfWhatKubernetesKnows(JsonNode patch) throws IOException {
        ObjectNode plain = patch.deepCopy();
        plain.remove("$patch");
        Class<?> kind = KINDS.get(
                plain.path("apiVersion").asText() + " " + plain.path("kind").asText());
        assertThat(kind).isNotNull();
        assertThat(STRICT.treeToValue(plain, kind)).isNotNull();
    }

    @Test
    void severalPodsGoOnWhileTheyAreExchanged() throws IOException {
        Deployment several = patch(Deployment.class);
        assertThat(several.getSpec().getReplicas()).isEqualTo(3);
        assertThat(several.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable())
                .isEqualTo(new IntOrString(0));
        assertThat(patch(PodDisruptionBudget.class).getSpec().getMaxUnavailable())
                .isEqualTo(new IntOrString(1));
        var pod = several.getSpec().getTemplate().getSpec();
        assertThat(pod.getAffinity().getPodAntiAffinity()).isNotNull();
        assertThat(pod.getVolumes()).singleElement().satisfies(volume -> assertThat(volume.getEmptyDir())
                .isNotNull());
        // Taken out of service first, then what runs ends: both within what Kubernetes waits for.
        long pause = pod.getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getSleep()
                .getSeconds();
        assertThat(pause).isPositive();
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(pause + 20);
    }

    @Test
    void secretsOfTheClusterComeFromTheSecretAndTheRestAreSettings() throws IOException {
        assertThat(patch(Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv())
                .allSatisfy(variable -> {
                    assertThat(DocumentedSettings.names()).contains(variable.getName());
                    assertThat(variable.getValueFrom().getSecretKeyRef()).isNotNull();
                })
                .extracting("name")
                .containsExactly("STUDIO_DATABASE_URL", "STUDIO_S3_ACCESS_KEY", "STUDIO_S3_SECRET_KEY");
        assertThat(DocumentedSettings.names())
                .containsAll(patch(ConfigMap.class).getData().keySet());
    }

    @Test
    void theAutoscalerCountsOnWhatAPodWorksOnAtATime() throws IOException {
        Autoscaler scaler = STRICT.readValue(
                FOLDER.resolve("overlays/cluster/autoscaler.yaml").toFile(), Autoscaler.class);
        ConfigMap map = STRICT.readValue(FOLDER.resolve("base/config-map.yaml").toFile(), ConfigMap.class);
        Autoscaler.External metric = scaler.spec().metrics().getFirst().external();
        assertThat(metric.target().averageValue()).isEqualTo(map.getData().get("MAX_CONCURRENT_TASKS"));
        assertThat(scaler.spec().minReplicas())
                .isEqualTo(patch(Deployment.class).getSpec().getReplicas());
        assertThat(scaler.spec().scaleTargetRef().name()).isEqualTo("image-studio");
        assertThat(Files.readString(Path.of("docs/scaling.md")))
                .contains("{as: " + metric.metric().name() + "}");
    }

    @Test
    void aMisspelledFieldIsNoticed() {
        assertThatThrownBy(() -> STRICT.readValue("{apiVersion: v1, kind: Service, spec: {port: []}}", Service.class))
                .hasMessageContaining("port");
    }

    @Test
    void everyManifestIsPartOfItsKustomization() throws IOException {
        for (Path kustomization : files("kustomization.yaml")) {
            Path folder = kustomization.getParent();
            for (JsonNode resource : documents(kustomization).getFirst().path("resources")) {
                assertThat(folder.resolve(resource.asText())).exists();
            }
            try (Stream<Path> beside = Files.list(folder)) {
                assertThat(beside.filter(Files::isRegularFile)
                                .map(file -> file.getFileName().toString())
                                .filter(name -> !name.equals("kustomization.yaml")))
                        .allMatch(name -> read(kustomization).contains("- " + name));
            }
        }
    }

    @Test
    void thePodKeepsTheRestrictedProfile() throws IOException {
        var pod = deployment().getSpec().getTemplate().getSpec();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits()).containsKey("memory");
            assertThat(container.getVolumeMounts())
                    .extracting("mountPath")
                    .containsExactly("/app/config", "/app/data", "/app/gallery", "/tmp");
        });
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(1);
        assertThat(deployment().getSpec().getStrategy().getType()).isEqualTo("Recreate");
    }

    @Test
    void whatTheConfigMapSetsIsASettingOfTheServer() throws IOException {
        ConfigMap map = STRICT.readValue(FOLDER.resolve("base/config-map.yaml").toFile(), ConfigMap.class);
        assertThat(DocumentedSettings.names()).containsAll(map.getData().keySet());
    }

    private static <T> T patch(Class<T> kind) throws IOException {
        for (JsonNode patch : patches()) {
            if (kind.equals(KINDS.get(
                    patch.path("apiVersion").asText() + " " + patch.path("kind").asText()))) {
                return STRICT.treeToValue(patch, kind);
            }
        }
        throw new IllegalStateException(kind.getName());
    }

    static List<JsonNode> patches() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (Path kustomization : files("kustomization.yaml")) {
            for (JsonNode patch : documents(kustomization).getFirst().path("patches")) {
                all.add(STRICT.readTree(patch.path("patch").asText()));
            }
        }
        return all;
    }

    private static Deployment deployment() throws IOException {
        return STRICT.readValue(FOLDER.resolve("base/deployment.yaml").toFile(), Deployment.class);
    }

    static List<Path> manifests() throws IOException {
        return files(".yaml").stream()
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .toList();
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return new ArrayList<>(new TreeSet<>(
                    all.filter(file -> file.toString().endsWith(ending)).toList()));
        }
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        try (MappingIterator<JsonNode> documents =
                STRICT.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
