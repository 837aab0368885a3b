/** Sign-in with one work password: password check, tokens, session cookie and the login throttle. */
@NullMarked
package studio.account;

import org.jspecify.annotations.NullMarked;
