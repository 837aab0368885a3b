package studio.deploy;

import java.util.List;
import java.util.Map;

/** The fields of an autoscaling/v2 HorizontalPodAutoscaler that scales by an external metric, as Kubernetes' API reference has them. */
record Autoscaler(String apiVersion, String kind, Metadata metadata, Spec spec) {
    record Metadata(String name, Map<String, String> labels) {}

    record Spec(Target scaleTargetRef, int minReplicas, int maxReplicas, List<Metric> metrics, Behavior behavior) {}

    record Target(String apiVersion, String kind, String name) {}

    record Metric(String type, External external) {}

    record External(Name metric, Value target) {}

    record Name(String name) {}

    record Value(String type, String averageValue) {}

    record Behavior(Rules scaleUp, Rules scaleDown) {}

    record Rules(Integer stabilizationWindowSeconds, String selectPolicy, List<Policy> policies) {}

    record Policy(String type, int value, int periodSeconds) {}
}
