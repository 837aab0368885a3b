/** From a request of any protocol to the bytes of its answer, or to the trouble that its prompt asks for. */
@NullMarked
package studio.practice.answer;

import org.jspecify.annotations.NullMarked;
