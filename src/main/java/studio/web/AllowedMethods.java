package studio.web;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;
import org.jspecify.annotations.Nullable;

/** Knows which methods an address has, for the {@code Allow} header that JAX-RS leaves out of its 405. */
@Singleton
class AllowedMethods {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}");

    private record Address(Pattern path, String method) {}

    private volatile @Nullable List<Address> addresses;

    /** The methods of that path, sorted, for example {@code GET, HEAD, OPTIONS}. */
    String at(String path) {
        TreeSet<String> methods = new TreeSet<>();
        methods.add("OPTIONS");
        for (Address address : addresses()) {
            if (address.path.matcher(path).matches()) {
                methods.add(address.method);
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    private List<Address> addresses() {
        List<Address> known = addresses;
        if (known == null) {
            List<Address> found = new ArrayList<>();
            RuntimeResourceVisitor.visitRuntimeResources(
                    "",
                    ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(),
                    new RuntimeResourceVisitor() {
                        @Override
                        public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                            found.add(new Address(pattern(path), method));
                        }
                    });
            known = List.copyOf(found);
            addresses = known;
        }
        return known;
    }

    private static Pattern pattern(String template) {
        StringBuilder regex = new StringBuilder();
        Matcher parameter = PARAMETER.matcher(template);
        int end = 0;
        while (parameter.find()) {
            regex.append(Pattern.quote(template.substring(end, parameter.start())));
            regex.append(parameter.group().contains(":") ? ".+" : "[^/]+");
            end = parameter.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(template.substring(end)))
                .append("/?")
                .toString());
    }
}
