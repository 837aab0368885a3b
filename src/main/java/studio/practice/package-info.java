/** The practice upstream: speaks the real wire formats and draws real pictures, with no key and no internet. */
@NullMarked
package studio.practice;

import org.jspecify.annotations.NullMarked;
