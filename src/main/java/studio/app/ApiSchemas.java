package studio.app;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;

/**
 * Makes the schemas say which properties are always there and which may be null, as JSpecify's and Jackson's annotations have
 * it. In what requests carry, whatever may be null may be left out.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiSchemas implements OASFilter {
    private static final String REFERENCE = "#/components/schemas/";

    private final DescribedTypes types;

    /** @param index the application's classes; the build gives it */
    public ApiSchemas(IndexView index) {
        this.types = new DescribedTypes(index);
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
                complete(schema, types.named(name), ofRequests.contains(name));
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
        for (DescribedTypes.Property property : types.properties(type)) {
            Schema shown = schema.getProperties().get(property.name());
            if (shown != null && shown.getRef() != null) {
                // The Java type would stand beside the reference and contradict it.
                shown.setType(null);
            }
            if (property.has(JsonUnwrapped.class)) {
                complete(schema, types.of(property.type()), ofRequests);
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
        }
    }

    private static Schema orNull(Schema schema) {
        if (schema.getRef() == null) {
            return schema.addType(Schema.SchemaType.NULL);
        }
        return OASFactory.createSchema()
                .anyOf(List.of(schema, OASFactory.createSchema().addType(Schema.SchemaType.NULL)));
    }
}
