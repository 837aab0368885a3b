package studio.template;

import jakarta.validation.Valid;
import jakarta.validation.groups.ConvertGroup;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;
import studio.config.AppConfig.Template;
import studio.config.Checks;
import studio.config.TemplateEntry;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemException;

/** Prompt templates. */
@Path("/api/templates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Templates")
public class TemplateResource {

    record TemplateList(List<Template> templates) {}

    record OneTemplate(Template template) {}

    @Schema(name = "TemplateOrder", requiredProperties = "ids")
    record Order(@Nullable List<String> ids) {}

    @Schema(name = "TemplateImport", requiredProperties = "templates")
    record Import(@Nullable List<@Valid @ConvertGroup(to = Checks.Added.class) TemplateEntry> templates) {}

    private final Templates templates;
    private final StarterTemplates starters;

    TemplateResource(Templates templates, StarterTemplates starters) {
        this.templates = templates;
        this.starters = starters;
    }

    @GET
    @Operation(summary = "The templates in their order")
    public TemplateList list() {
        return new TemplateList(templates.all());
    }

    @POST
    @Operation(summary = "Adds a template at the end")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            allOf = TemplateEntry.class,
                                            requiredProperties = {"title", "prompt"})))
    public OneTemplate add(@Valid @ConvertGroup(to = Checks.Added.class) @Nullable TemplateEntry input) {
        return new OneTemplate(templates.add(ProblemException.present(input)));
    }

    @PUT
    @Operation(summary = "Changes the given fields")
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public OneTemplate change(String id, @Valid @ConvertGroup(to = Checks.Typed.class) @Nullable TemplateEntry input) {
        return new OneTemplate(templates.change(id, ProblemException.present(input)));
    }

    @DELETE
    @Operation(summary = "Removes a template")
    @Path("/{id}")
    public OneTemplate remove(String id) {
        return new OneTemplate(templates.remove(id));
    }

    @PUT
    @Operation(summary = "Puts the templates into an order; names every id once")
    @Path("/order")
    @Consumes(MediaType.APPLICATION_JSON)
    public TemplateList order(@Nullable Order order) {
        return new TemplateList(templates.order(complete(order == null ? null : order.ids(), "ids")));
    }

    @GET
    @Operation(summary = "All templates as a file")
    @Path("/export")
    @ResponseHeader(name = "Content-Disposition", value = "attachment; filename=\"templates.json\"")
    public TemplateList export() {
        return list();
    }

    @POST
    @Operation(summary = "Takes over templates of a file; known ids are replaced")
    @Path("/import")
    @Consumes(MediaType.APPLICATION_JSON)
    public TemplateList importAll(@Valid @Nullable Import body) {
        return new TemplateList(templates.importAll(complete(body == null ? null : body.templates(), "templates")));
    }

    @GET
    @Operation(
            summary = "The templates that come with the studio",
            description = "In the language of `Accept-Language`; whether they were taken over or not.")
    @Path("/starters")
    public TemplateList starters(@HeaderParam("Accept-Language") @Nullable String languages) {
        return new TemplateList(starters.templates(Language.of(languages)));
    }

    @POST
    @Operation(summary = "Adds those templates that come with the studio and are not there")
    @Path("/starters")
    public TemplateList addStarters(@HeaderParam("Accept-Language") @Nullable String languages) {
        return new TemplateList(templates.addMissing(starters.entries(Language.of(languages))));
    }

    private static <T> List<T> complete(@Nullable List<T> list, String field) {
        if (list == null || list.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.field(field, Message.of("template.list_expected"));
        }
        return list;
    }
}
