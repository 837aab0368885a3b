package studio.template;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemException;

/** What people write into a template; absent fields are null. Texts are trimmed. */
record TemplateInput(
        @Nullable String id,
        @Nullable String title,
        @Nullable String prompt,
        @Nullable String description,
        @Nullable String image) {
    /** "order" is the address of the order itself. */
    private static final Pattern ID = Pattern.compile("(?!order$)[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}");

    private static final Pattern DATA_URL =
            Pattern.compile("data:image/(png|jpeg|webp|gif|avif);base64,[A-Za-z0-9+/]+={0,2}");
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_PROMPT = 32_000;
    private static final int LONGEST_DESCRIPTION = 2000;
    private static final int LONGEST_ADDRESS = 2000;

    /** About 384 KiB of picture: a preview, not the picture itself. */
    private static final int LONGEST_DATA_URL = 512 << 10;

    TemplateInput {
        id = trimmed(id);
        title = trimmed(title);
        prompt = trimmed(prompt);
        description = trimmed(description);
        image = trimmed(image);
    }

    /** @param at what the fields' names begin with, for example {@code templates[3].} */
    void checkNew(String at) {
        if (id != null && !id.isEmpty() && !ID.matcher(id).matches()) {
            throw ProblemException.field(at + "id", Message.of("template.id_form"));
        }
        if (title == null || title.isEmpty()) {
            throw ProblemException.field(at + "title", Message.of("template.title_missing"));
        }
        if (prompt == null || prompt.isEmpty()) {
            throw ProblemException.field(at + "prompt", Message.of("template.prompt_missing"));
        }
        checkForms(at);
    }

    void checkChange(String ofId) {
        if (id != null && !id.isEmpty() && !id.equals(ofId)) {
            throw ProblemException.field("id", Message.of("template.id_fixed"));
        }
        checkForms("");
    }

    private void checkForms(String at) {
        checkLength(at + "title", title, LONGEST_TITLE);
        checkLength(at + "prompt", prompt, LONGEST_PROMPT);
        checkLength(at + "description", description, LONGEST_DESCRIPTION);
        if (image != null && !image.isEmpty() && !isPicture(image)) {
            throw ProblemException.field(at + "image", Message.of("template.preview_form"));
        }
    }

    private static void checkLength(String field, @Nullable String text, int longest) {
        if (text != null && text.length() > longest) {
            throw ProblemException.field(field, Message.of("template.too_long", longest));
        }
    }

    private static boolean isPicture(String image) {
        if (image.startsWith("data:")) {
            return image.length() <= LONGEST_DATA_URL && DATA_URL.matcher(image).matches();
        }
        if (image.length() > LONGEST_ADDRESS || image.indexOf('\\') >= 0) {
            return false;
        }
        if (image.startsWith("/")) {
            return !image.startsWith("//");
        }
        try {
            URI uri = new URI(image);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static @Nullable String trimmed(@Nullable String text) {
        return text == null ? null : text.strip();
    }
}
