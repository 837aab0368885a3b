package studio.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * JSON whose names and strings are read as {@link WholeText}. RFC 8259 (section 8.2) lets a document name half a surrogate
 * pair by an escape, and whatever writes such a string later fails or writes something else. Every mapper that reads what
 * comes from outside is built on it.
 */
public final class WholeJson extends JsonFactory {
    private static final long serialVersionUID = 1;

    public WholeJson() {}

    public WholeJson(JsonFactoryBuilder builder) {
        super(builder);
    }

    private WholeJson(WholeJson source) {
        super(source, null);
    }

    @Override
    public JsonFactory copy() {
        return new WholeJson(this);
    }

    @Override
    public String getFormatName() {
        return FORMAT_NAME_JSON;
    }

    @Override
    protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
        return new Whole(super._createParser(in, context));
    }

    @Override
    protected JsonParser _createParser(Reader in, IOContext context) throws IOException {
        return new Whole(super._createParser(in, context));
    }

    /** Texts are read through a reader, so that there is one way less to override. */
    @Override
    public boolean canUseCharArrays() {
        return false;
    }

    @Override
    protected JsonParser _createParser(byte[] text, int offset, int length, IOContext context) throws IOException {
        return new Whole(super._createParser(text, offset, length, context));
    }

    private static final class Whole extends JsonParserDelegate {
        Whole(JsonParser parser) {
            super(parser);
        }

        private static String whole(String text) {
            // The parser has none at the start and the end of a document.
            return text == null ? text : WholeText.of(text);
        }

        @Override
        public String currentName() throws IOException {
            return whole(super.currentName());
        }

        @Override
        public String getText() throws IOException {
            return whole(super.getText());
        }

        /** So that texts are asked for as a whole. */
        @Override
        public boolean hasTextCharacters() {
            return false;
        }

        @Override
        public String getValueAsString() throws IOException {
            return whole(super.getValueAsString());
        }

        @Override
        public String getValueAsString(String standard) throws IOException {
            return whole(super.getValueAsString(standard));
        }
    }
}
