package studio.app;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * Makes the schemas say which properties are always there and which may be null, as JSpecify's and Jackson's annotations have
 * it. In what requests carry, whatever may be null may be left out.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiSchemas implements OASFilter {
    private static final String REFERENCE = "#/components/schemas/";

    private final IndexView index;

    /** A property that Jackson writes: a record's component, or a method that says so. */
    private record Property(String name, Type type, AnnotationTarget member, ClassInfo owner) {

        boolean has(Class<? extends Annotation> annotation) {
            return member.hasDeclaredAnnotation(annotation);
        }

        boolean nullable() {
            return type.hasAnnotation(DotName.createSimple(Nullable.class));
        }

        /** Whether answers carry it whatever its value is. */
        boolean alwaysThere() {
            String inclusion = Stream.of(member, owner)
                    .filter(place -> place.hasDeclaredAnnotation(JsonInclude.class))
                    .map(place ->
                            place.declaredAnnotation(JsonInclude.class).value().asEnum())
                    .findFirst()
                    .orElse("ALWAYS");
            return switch (inclusion) {
                case "ALWAYS" -> true;
                case "NON_NULL" -> !nullable();
                default -> type.kind() == Type.Kind.PRIMITIVE;
            };
        }
    }

    /** @param index the application's classes; the build gives it */
    public ApiSchemas(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Set<String> ofRequests = new HashSet<>();
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .filter(operation -> operation.getRequestBody() != null)
                .flatMap(operation -> operation.getRequestBody().getContent().getMediaTypes().values().stream())
                .map(MediaType::getSchema)
                .forEach(schema -> collect(schema, schemas, ofRequests));
        schemas.forEach((name, schema) -> {
            if (schema.getProperties() != null) {
                complete(schema, described(name), ofRequests.contains(name));
            }
        });
    }

    private static void collect(Schema schema, Map<String, Schema> schemas, Set<String> found) {
        String reference = schema.getRef();
        if (reference != null) {
            String name = reference.substring(REFERENCE.length());
            Schema named = schemas.get(name);
            if (named != null && found.add(name)) {
                collect(named, schemas, found);
            }
        }
        if (schema.getItems() != null) {
            collect(schema.getItems(), schemas, found);
        }
        if (schema.getAllOf() != null) {
            schema.getAllOf().forEach(part -> collect(part, schemas, found));
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> collect(property, schemas, found));
        }
    }

    private void complete(Schema schema, ClassInfo type, boolean ofRequests) {
        properties(type).forEach(property -> {
            Schema shown = schema.getProperties().get(property.name());
            if (shown != null && shown.getRef() != null) {
                // The Java type would stand beside the reference and contradict it.
                shown.setType(null);
            }
            if (property.has(JsonUnwrapped.class)) {
                complete(schema, index.getClassByName(property.type().name()), ofRequests);
            } else if (property.has(JsonAnyGetter.class)) {
                schema.removeProperty(property.name());
                schema.setAdditionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true));
            } else if (shown != null && Boolean.TRUE.equals(shown.getWriteOnly())) {
                // Kept by the server for itself.
                schema.removeProperty(property.name());
            } else if (shown != null && (ofRequests ? !property.nullable() : property.alwaysThere())) {
                schema.addRequired(property.name());
                if (property.nullable()) {
                    schema.addProperty(property.name(), orNull(shown));
                }
            }
        });
    }

    private static Schema orNull(Schema schema) {
        if (schema.getRef() == null) {
            return schema.addType(Schema.SchemaType.NULL);
        }
        return OASFactory.createSchema()
                .anyOf(List.of(schema, OASFactory.createSchema().addType(Schema.SchemaType.NULL)));
    }

    /** The type that a schema describes: the one that is given this name, else the only one that is called so. */
    private ClassInfo described(String schema) {
        // The index is put together of several, which may hold the same class twice.
        List<ClassInfo> found = index.getKnownClasses().stream()
                .map(ClassInfo::name)
                .filter(name -> name.toString().startsWith("studio."))
                .distinct()
                .map(index::getClassByName)
                .filter(type -> schema.equals(givenName(type)) || schema.equals(type.simpleName()))
                .toList();
        List<ClassInfo> given =
                found.stream().filter(type -> schema.equals(givenName(type))).toList();
        List<ClassInfo> chosen = given.isEmpty()
                ? found.stream().filter(type -> givenName(type) == null).toList()
                : given;
        if (chosen.size() != 1) {
            throw new IllegalStateException("The schema " + schema + " describes one of " + chosen
                    + ": give the right one a name of its own with @Schema(name = ...)");
        }
        return chosen.getFirst();
    }

    private static @Nullable String givenName(ClassInfo type) {
        AnnotationInstance schema =
                type.declaredAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        return schema == null || schema.value("name") == null
                ? null
                : schema.value("name").asString();
    }

    private static Stream<Property> properties(ClassInfo type) {
        Stream<Property> fields = type.fields().stream()
                .filter(field -> !Modifier.isStatic(field.flags()))
                .map(field -> new Property(field.name(), field.type(), field, type));
        Stream<Property> methods = type.methods().stream()
                .filter(method -> type.field(method.name()) == null && method.hasDeclaredAnnotation(JsonProperty.class))
                .map(method -> new Property(method.name(), method.returnType(), method, type));
        return Stream.concat(fields, methods);
    }
}
