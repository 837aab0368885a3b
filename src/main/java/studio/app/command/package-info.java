/** The command line: what the program does besides serving, without HTTP and without the server's parts. */
@NullMarked
package studio.app.command;

import org.jspecify.annotations.NullMarked;
