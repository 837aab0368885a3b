package studio.web;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Payload;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.hibernate.validator.engine.HibernateConstraintViolation;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.problem.ProblemException.FieldError;

/**
 * What Bean Validation finds, in the product's sentences: the message of a constraint is a key of {@code messages_*.properties}, whose
 * {@code {0}} is the constraint's {@code max}. A validator with a sentence of its own gives it as the dynamic payload.
 */
public final class Violations {
    /** Marks a constraint whose message is a complete sentence; others continue one that starts with the field's name. */
    public interface Sentence extends Payload {}

    private static volatile @Nullable Validator outsideTheServer;

    private Violations() {}

    /** Validates an object; the violations are in the order of their fields' names. */
    public static List<FieldError> of(Object bean, Class<?>... groups) {
        return sorted(validator().validate(bean, groups)).stream()
                .map(violation -> new FieldError(field(violation), message(violation)))
                .toList();
    }

    /** Makes a 400 {@code invalid_request} that names all wrong fields; its own sentence is about the first. */
    static ProblemException problem(Collection<? extends ConstraintViolation<?>> found) {
        List<? extends ConstraintViolation<?>> sorted = sorted(found);
        ConstraintViolation<?> first = sorted.getFirst();
        Message message = message(first);
        boolean sentence = first.getConstraintDescriptor().getPayload().contains(Sentence.class);
        ProblemException problem = ProblemException.of(
                ProblemCode.INVALID_REQUEST, sentence ? message : Message.of("text.field", field(first), message));
        for (ConstraintViolation<?> violation : sorted) {
            problem.withField(field(violation), message(violation));
        }
        return problem;
    }

    private static List<? extends ConstraintViolation<?>> sorted(Collection<? extends ConstraintViolation<?>> found) {
        return found.stream()
                .sorted(Comparator.comparing(Violations::field).thenComparing(ConstraintViolation::getMessageTemplate))
                .toList();
    }

    private static Message message(ConstraintViolation<?> violation) {
        HibernateConstraintViolation<?> found = violation.unwrap(HibernateConstraintViolation.class);
        Message own = found.getDynamicPayload(Message.class);
        Object max = violation.getConstraintDescriptor().getAttributes().getOrDefault("max", "");
        return own == null ? Message.of(violation.getMessageTemplate(), max) : own;
    }

    /** The JSON path; of a parameter that is itself wrong, its name. */
    private static String field(ConstraintViolation<?> violation) {
        StringBuilder path = new StringBuilder();
        String parameter = "";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getIndex() != null) {
                path.append('[').append(node.getIndex()).append(']');
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                path.append(path.isEmpty() ? "" : ".").append(node.getName());
            } else if (node.getKind() == ElementKind.PARAMETER) {
                parameter = node.getName();
            }
        }
        return path.isEmpty() ? parameter : path.toString();
    }

    /** That of the container, which a native executable has made before it starts; commands run without one on the JVM. */
    private static Validator validator() {
        ArcContainer container = Arc.container();
        if (container != null) {
            return container.instance(Validator.class).get();
        }
        Validator made = outsideTheServer;
        if (made == null) {
            made = Validation.byDefaultProvider()
                    .configure()
                    .messageInterpolator(new ParameterMessageInterpolator())
                    .buildValidatorFactory()
                    .getValidator();
            outsideTheServer = made;
        }
        return made;
    }
}
