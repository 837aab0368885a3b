/** What calls cost: the ledger, totals of it, and budgets that stop a call before it is sent. */
@NullMarked
package studio.usage;

import org.jspecify.annotations.NullMarked;
