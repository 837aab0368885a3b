package studio.config;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Function;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.jspecify.annotations.Nullable;
import studio.model.Protocol;
import studio.problem.Message;

/** The text has a certain form, whose own sentence says what is wrong; null and the empty text are always valid. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = WrittenAs.Validator.class)
@Repeatable(WrittenAs.All.class)
public @interface WrittenAs {
    Form value();

    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Several forms of one field. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        WrittenAs[] value();
    }

    /** What a text can be. The functions hold no state. */
    @SuppressWarnings("ImmutableEnumChecker")
    enum Form {
        AMOUNT(text -> WrittenAmount.parse(text) == null
                ? Message.of("config.value_expected", Message.of("text.amount"))
                : null),
        BCRYPT_HASH(Auth::hashFault),
        ENDPOINT(Endpoints::fault),
        ENDPOINT_WITHOUT_KEY(Endpoints::keyFault),
        KEY(text -> SecretReferences.isReference(text) ? null : PastedText.keyFault(text)),
        LIFETIME(text -> Auth.lifetime(text).isEmpty() ? Message.of("config.duration_expected") : null),
        PASSWORD(text -> Auth.isWellKnown(text) ? Message.of("config.password_well_known") : null),
        PREVIEW(TemplateEntry::previewFault),
        PROTOCOL(Form::protocolFault),
        SIGNING_SECRET(Auth::secretFault);

        private final Function<String, @Nullable Message> fault;

        Form(Function<String, @Nullable Message> fault) {
            this.fault = fault;
        }

        private static @Nullable Message protocolFault(String text) {
            try {
                Protocol unused = Protocol.of(text);
                return null;
            } catch (IllegalArgumentException e) {
                return Message.of("config.protocol_unknown", e.getMessage(), text);
            }
        }
    }

    /** Gives the form's own sentence as the violation's payload. */
    final class Validator implements ConstraintValidator<WrittenAs, String> {
        private Form form = Form.AMOUNT;

        @Override
        public void initialize(WrittenAs constraint) {
            form = constraint.value();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            Message fault = text == null || text.isEmpty() ? null : form.fault.apply(text);
            if (fault != null) {
                context.unwrap(HibernateConstraintValidatorContext.class).withDynamicPayload(fault);
            }
            return fault == null;
        }
    }
}
