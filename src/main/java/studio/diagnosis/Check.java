package studio.diagnosis;

/** One thing that is looked at. It may take seconds, never more than its caller waits, and changes nothing. */
interface Check {

    /** Stable English snake_case, for programs. */
    String id();

    /** Whatever is thrown counts as a failed check. */
    Finding examine(Visit visit);
}
