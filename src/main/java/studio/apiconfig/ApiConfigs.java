package studio.apiconfig;

import java.util.List;
import java.util.Optional;
import studio.upstream.Connection;

/** The API configs as the rest of the server sees them. */
public interface ApiConfigs {

    List<ApiConfig> all();

    Optional<ApiConfig> find(String id);

    /** The config that is used when a request names none. */
    Optional<ApiConfig> standard();

    /**
     * Resolves key reference and protocol; to decide {@link studio.model.Protocol#AUTO} the upstream may be asked, for a few
     * seconds at most.
     *
     * @param model that will be asked for, on which the protocol may depend
     * @throws studio.problem.ProblemException 404 {@code config_not_found}; 400 {@code key_unavailable} when an
     *     {@code env:} or {@code file:} reference leads nowhere or no key is stored
     */
    Connection connect(String id, String model);
}
