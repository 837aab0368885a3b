package studio.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/** The types behind the schemas of the API, as the build sees them. */
final class DescribedTypes {
    private final IndexView index;

    DescribedTypes(IndexView index) {
        this.index = index;
    }

    /** A property that Jackson writes: a record's component, or a method that says so. */
    record Property(String name, Type type, AnnotationTarget member, ClassInfo owner) {
        boolean has(Class<? extends Annotation> annotation) {
            return member.hasDeclaredAnnotation(annotation);
        }

        boolean nullable() {
            return type.hasAnnotation(DotName.createSimple(Nullable.class));
        }

        /** Whether answers carry it whatever its value is. */
        boolean alwaysThere() {
            return switch (inclusion()) {
                case ALWAYS -> true;
                case NON_NULL -> !nullable();
                default -> type.kind() == Type.Kind.PRIMITIVE;
            };
        }

        private JsonInclude.Include inclusion() {
            return Stream.of(member, owner)
                    .filter(place -> place.hasDeclaredAnnotation(JsonInclude.class))
                    .map(place -> place.declaredAnnotation(JsonInclude.class).value())
                    .map(value -> JsonInclude.Include.valueOf(value.asEnum()))
                    .findFirst()
                    .orElse(JsonInclude.Include.ALWAYS);
        }
    }

    /**
     * The type that a schema describes: the one that is given this name, else the only one that is called so.
     *
     * @throws IllegalStateException when that leaves a choice
     */
    ClassInfo named(String schema) {
        List<ClassInfo> given =
                known().filter(type -> schema.equals(givenName(type))).toList();
        List<ClassInfo> found = given.isEmpty()
                ? known().filter(type -> schema.equals(type.simpleName()) && givenName(type) == null)
                        .toList()
                : given;
        if (found.size() != 1) {
            throw new IllegalStateException("The schema " + schema + " describes one of " + found
                    + ": give the right one a name of its own with @Schema(name = ...)");
        }
        return found.getFirst();
    }

    ClassInfo of(Type type) {
        return index.getClassByName(type.name());
    }

    List<Property> properties(ClassInfo type) {
        Stream<Property> fields = type.fields().stream()
                .filter(field -> !Modifier.isStatic(field.flags()))
                .map(field -> new Property(field.name(), field.type(), field, type));
        Stream<Property> methods = type.methods().stream()
                .filter(method -> type.field(method.name()) == null && method.hasDeclaredAnnotation(JsonProperty.class))
                .map(method -> new Property(method.name(), method.returnType(), method, type));
        return Stream.concat(fields, methods).toList();
    }

    private Stream<ClassInfo> known() {
        // The index is put together of several, which may hold the same class twice.
        return index.getKnownClasses().stream()
                .map(ClassInfo::name)
                .filter(name -> name.toString().startsWith("studio."))
                .distinct()
                .map(index::getClassByName);
    }

    private static @Nullable String givenName(ClassInfo type) {
        AnnotationInstance schema = type.declaredAnnotation(Schema.class);
        return schema == null || schema.value("name") == null
                ? null
                : schema.value("name").asString();
    }
}
