package studio.problem;

/** A failure of some part that knows what people are to be told of it. */
public interface Explained {
    ProblemException problem();
}
