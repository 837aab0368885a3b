package studio.app.command;

import java.io.InputStream;
import java.io.PrintStream;
import studio.problem.Language;
import studio.problem.Message;

/**
 * Where a command reads and writes.
 *
 * @param language the language of the sentences
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, Language language) {

    void say(Message message) {
        out.println(message.in(language));
    }

    /** Beside the output, which may be a backup. */
    void note(Message message) {
        err.println(message.in(language));
    }
}
