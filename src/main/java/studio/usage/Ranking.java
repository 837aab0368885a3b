package studio.usage;

import java.util.List;

/**
 * Calls added up by group.
 *
 * @param groups those that cost most, the costliest first; among equals the one with more calls, then by name
 * @param others all that are not in the list
 */
record Ranking(List<Group> groups, Sums others) {

    /** The calls of one day, API config or model. */
    record Group(String name, Sums sums) {}
}
