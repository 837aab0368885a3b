package studio.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A test of what only a server with SQLite has; left out where every server under test is an instance on PostgreSQL. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
        named = FreshFolders.CLUSTER,
        matches = "true",
        disabledReason = "it is about the database in the data folder")
public @interface EmbeddedOnly {}
