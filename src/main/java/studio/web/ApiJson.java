package studio.web;

import studio.json.WholeJson;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

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
