package studio.config;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import studio.settings.FolderSettings;
import studio.storage.ChangeBus;
import studio.storage.Database;
import studio.storage.DatabaseSettings;

/** Chooses where the document is kept: in a file, or where there are several instances in their database. */
@Singleton
class OpenConfigDocument {
    @Produces
    @Singleton
    ConfigDocument open(DatabaseSettings settings, FolderSettings folders, Database database, ChangeBus changes)
            throws IOException {
        FileConfigDocument file = new FileConfigDocument(folders.configFile());
        if (settings.url().isEmpty()) {
            return file;
        }
        SqlConfigDocument row = new SqlConfigDocument(database, changes);
        row.seed(file);
        return row;
    }
}
