package studio.storage;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import jakarta.inject.Singleton;

/** Ids that sort by the time they were made (UUID version 7, RFC 9562). */
@Singleton
public class Ids {
    private final TimeBasedEpochRandomGenerator generator = Generators.timeBasedEpochRandomGenerator();

    public String next() {
        return generator.generate().toString();
    }
}
