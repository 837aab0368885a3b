package studio.config;

import jakarta.validation.groups.Default;

/** Validation groups: which constraints of an entry count depends on where the entry comes from. */
public interface Checks {

    /** An entry of the document: what can be used is used, so that an earlier server's file is never refused. */
    interface Stored extends Default {}

    /** Typed by people: within the limits of the API. A stored entry that exceeds them is reported and used. */
    interface Typed extends Default {}

    /** Typed as a new entry, with everything that one needs. */
    interface Added extends Typed {}
}
