package studio.command;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes.
 *
 * @param english the language of the sentences
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean english) {

    void say(String zh, String en) {
        out.println(english ? en : zh);
    }

    /** Beside the output, which may be a backup. */
    void note(String zh, String en) {
        err.println(english ? en : zh);
    }
}
