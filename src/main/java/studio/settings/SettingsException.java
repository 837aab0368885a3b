package studio.settings;

import java.util.List;

/** The environment holds values that make no sense; the message is for the person who started the studio. */
public final class SettingsException extends RuntimeException {

    /** @param problems one sentence each */
    SettingsException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
