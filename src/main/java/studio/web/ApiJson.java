package studio.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import studio.json.WholeJson;

/** Makes the mapper of the API: as Quarkus makes its own, and whatever it reads is {@link WholeJson}. */
@Singleton
class ApiJson {

    @Produces
    @Singleton
    ObjectMapper mapper(Instance<ObjectMapperCustomizer> customizers) {
        ObjectMapper mapper = new ObjectMapper(new WholeJson());
        customizers.stream().sorted().forEach(customizer -> customizer.customize(mapper));
        return mapper;
    }
}
