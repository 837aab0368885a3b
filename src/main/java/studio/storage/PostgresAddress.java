package studio.storage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import studio.settings.Converters.Expected;

/**
 * {@code STUDIO_DATABASE_URL}: where PostgreSQL is, and as whom to sign in there.
 *
 * @param jdbcUrl without user and password
 */
public record PostgresAddress(String jdbcUrl, String user, String password) {
    private static final Pattern FORM = Pattern.compile(
            "postgres(?:ql)?://([^\\s:/@?#]+):([^\\s:/@?#]+)@([^\\s/@?#]+)/([^\\s/?#]+)(?:\\?((?:sslmode|sslrootcert|sslcert|sslkey)=[^\\s?#&]+(?:&(?:sslmode|sslrootcert|sslcert|sslkey)=[^\\s?#&]+)*))?");

    private static final Pattern SSL_MODE =
            Pattern.compile("sslmode=(?!(?:disable|allow|prefer|require|verify-ca|verify-full)(?:&|$))");

    /** Reads what people write. */
    @RegisterForReflection
    @Expected(
            value =
                    "postgresql://user:password@host:5432/database, with %-escapes in user and password, and ?sslmode=… where"
                            + " TLS is wanted (also sslrootcert, sslcert, sslkey)",
            secret = true)
    public static final class Reader implements Converter<PostgresAddress> {
        @Override
        public @Nullable PostgresAddress convert(String text) {
            return PostgresAddress.parse(text);
        }
    }

    /** Null when the text is no such address. */
    public static @Nullable PostgresAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        String options = form.group(5) == null ? "" : "&" + form.group(5);
        if (SSL_MODE.matcher(options).find()) {
            return null;
        }
        try {
            // Details of a broken rule hold values, which are prompts and do not belong into a log.
            String url = "jdbc:postgresql://" + form.group(3) + "/" + form.group(4)
                    + "?ApplicationName=image-studio&logServerErrorDetail=false&tcpKeepAlive=true&connectTimeout=5"
                    + options;
            return new PostgresAddress(url, decoded(form.group(1)), decoded(form.group(2)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Unlike in a form, a plus is a plus. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Where it is, for people; no secret. */
    public String place() {
        return jdbcUrl.substring("jdbc:postgresql://".length(), jdbcUrl.indexOf('?'));
    }

    @Override
    public String toString() {
        return user + "@" + place();
    }
}
