package studio.log;

import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** Formats as another formatter does and takes the secrets out of the whole line, the stack trace included. */
final class RedactingFormatter extends ExtFormatter.Delegating {

    RedactingFormatter(ExtFormatter plain) {
        super(plain);
    }

    @Override
    public String format(ExtLogRecord logged) {
        return Redaction.redact(super.format(logged));
    }
}
