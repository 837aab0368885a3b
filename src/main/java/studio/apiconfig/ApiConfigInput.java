package studio.apiconfig;

import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.config.ApiKeys;
import studio.config.Endpoints;
import studio.config.InvalidEndpointException;
import studio.config.SecretReferences;
import studio.model.Protocol;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.settings.Amount;

/** What people write into an API config; absent fields are null. Texts are trimmed; amounts may be numbers or texts. */
record ApiConfigInput(
        @Nullable String id,
        @Nullable String label,
        @Nullable String endpoint,
        @Nullable String model,
        @Nullable String apiKey,
        @Nullable String description,
        @Schema(implementation = Protocol.class) @Nullable String protocol,
        @Nullable String dialect,
        @Nullable String budgetDaily,
        @Nullable String budgetMonthly) {
    private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}");
    private static final int LONGEST_LABEL = 100;
    private static final int LONGEST_MODEL = 200;
    private static final int LONGEST_DESCRIPTION = 2000;
    private static final int LONGEST_KEY = 8192;

    ApiConfigInput {
        id = trimmed(id);
        label = trimmed(label);
        endpoint = endpoint == null ? null : Endpoints.clean(endpoint);
        model = trimmed(model);
        apiKey = apiKey == null ? null : ApiKeys.clean(apiKey);
        description = trimmed(description);
        protocol = trimmed(protocol);
        dialect = trimmed(dialect);
        budgetDaily = trimmed(budgetDaily);
        budgetMonthly = trimmed(budgetMonthly);
    }

    /**
     * @param dialects that there are
     * @throws ProblemException 400 naming each field that is missing or wrong
     */
    void checkNew(List<String> dialects) {
        Faults faults = new Faults();
        if (id == null || !ID.matcher(id).matches()) {
            faults.add("id", Message.of("apiconfig.id_form"));
        }
        checkPresent(faults, "label", label);
        checkPresent(faults, "endpoint", endpoint);
        checkPresent(faults, "model", model);
        checkPresent(faults, "apiKey", apiKey);
        checkForms(faults, dialects);
        faults.raise();
    }

    /** An update may leave out whatever stays. */
    void checkChange(String ofId, List<String> dialects) {
        Faults faults = new Faults();
        if (id != null && !id.equals(ofId)) {
            faults.add("id", Message.of("apiconfig.id_fixed"));
        }
        checkForms(faults, dialects);
        faults.raise();
    }

    private void checkForms(Faults faults, List<String> dialects) {
        faults.tooLong("label", label, LONGEST_LABEL);
        faults.tooLong("model", model, LONGEST_MODEL);
        faults.tooLong("description", description, LONGEST_DESCRIPTION);
        faults.tooLong("apiKey", apiKey, LONGEST_KEY);
        Message wrongKey = apiKey == null || SecretReferences.isReference(apiKey) ? null : ApiKeys.fault(apiKey);
        if (wrongKey != null) {
            faults.add("apiKey", wrongKey);
        }
        if (endpoint != null && !endpoint.isEmpty()) {
            try {
                if (Endpoints.carriesKey(Endpoints.parse(endpoint))) {
                    // It would be shown to everybody who sees the address.
                    faults.add("endpoint", Message.of("apiconfig.endpoint_with_key"));
                }
            } catch (InvalidEndpointException e) {
                faults.add("endpoint", e.sentence());
            }
        }
        checkAmount(faults, "budgetDaily", budgetDaily);
        checkAmount(faults, "budgetMonthly", budgetMonthly);
        checkDialect(faults, dialects);
        if (protocol != null && !protocol.isEmpty()) {
            try {
                Protocol unused = Protocol.of(protocol);
            } catch (IllegalArgumentException e) {
                faults.add("protocol", Message.of("apiconfig.protocol_unknown", e.getMessage()));
            }
        }
    }

    private void checkDialect(Faults faults, List<String> known) {
        if (dialect != null && !dialect.isEmpty() && !known.contains(dialect)) {
            faults.add("dialect", Message.of("apiconfig.dialect_unknown", known));
        }
    }

    private static void checkAmount(Faults faults, String field, @Nullable String amount) {
        if (amount != null && !amount.isEmpty() && Amount.parse(amount) == null) {
            faults.add(field, Message.of("apiconfig.value_expected", Message.of("text.amount")));
        }
    }

    private static void checkPresent(Faults faults, String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            faults.add(field, Message.of("apiconfig.missing"));
        }
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ApiConfigInput[" + id + ", " + endpoint + "]";
    }

    private static @Nullable String trimmed(@Nullable String text) {
        return text == null ? null : text.strip();
    }
}
