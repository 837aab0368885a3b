package studio.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A sum of money, never rounded: a string of decimal digits in JSON. */
@RegisterForReflection
@Schema(type = SchemaType.STRING, examples = "0.039")
public record Amount(BigDecimal value) {
    private static final Pattern WRITTEN = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,18})?");

    /** @throws IllegalArgumentException for anything else; numbers are understood too */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Amount of(String written) {
        if (!WRITTEN.matcher(written).matches()) {
            throw new IllegalArgumentException("must be an amount, for example \"0.039\"");
        }
        return new Amount(new BigDecimal(written));
    }

    @Override
    @JsonValue
    public String toString() {
        return value.toPlainString();
    }
}
