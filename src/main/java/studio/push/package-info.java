/** Notifications of the end of a task by Web Push: keys, subscriptions, encryption and sending. */
@NullMarked
package studio.push;

import org.jspecify.annotations.NullMarked;
