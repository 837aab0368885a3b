package studio.app;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to the API's description what holds for every operation: what it is, that failures are problems and that a token is needed. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
    private static final String TOKEN = "token";
    private static final String FAILURE = "Failure";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.setInfo(OASFactory.createInfo()
                .title("Image Studio")
                .version("0.1.0")
                .description(
                        "Pictures from image models, as tasks with events, kept in a gallery. Every failure is a Problem"
                                + " (RFC 9457) whose `message` is Chinese, or English by `Accept-Language`.")
                .license(OASFactory.createLicense().name("MIT")));
        document.getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .description(
                                        "The token of `POST /api/login`. For `GET` of pictures and event streams the"
                                                + " session cookie is enough.")
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT"));
        document.getComponents()
                .addResponse(
                        FAILURE,
                        described("A failure")
                                .content(OASFactory.createContent()
                                        .addMediaType(
                                                "application/json",
                                                OASFactory.createMediaType()
                                                        .schema(OASFactory.createSchema()
                                                                .ref("#/components/schemas/Problem")))));
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().values().forEach(operation -> complete(path, operation)));
    }

    private static void complete(String path, Operation operation) {
        APIResponses answers = operation.getResponses();
        if (operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(one -> "Range".equals(one.getName()))) {
            answers.addAPIResponse(
                            "206",
                            described("The range that was asked for")
                                    .content(answers.getAPIResponse("200").getContent()))
                    .addAPIResponse("304", described("Not modified"))
                    .addAPIResponse("416", described("No such range"));
        }
        // Without content it adds nothing to the default.
        APIResponse bare = answers.getAPIResponse("400");
        if (bare != null && bare.getContent() == null) {
            answers.removeAPIResponse("400");
        }
        answers.addAPIResponse("default", OASFactory.createAPIResponse().ref("#/components/responses/" + FAILURE));
        if (!path.equals("/api/login")) {
            operation.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(TOKEN)));
        }
    }

    private static APIResponse described(String what) {
        return OASFactory.createAPIResponse().description(what);
    }
}
