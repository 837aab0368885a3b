package studio.storage;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens a new connection each time, for commands, which have no pool.
 *
 * @param firstSql what each connection begins with; empty: nothing
 */
record PostgresConnections(PostgresAddress address, String firstSql) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(address.user(), address.password());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Properties account = new Properties();
        account.setProperty("user", user);
        account.setProperty("password", password);
        Connection connection = new Driver().connect(address.jdbcUrl(), account);
        if (connection == null) {
            throw new SQLException("Not an address of PostgreSQL");
        }
        if (!firstSql.isEmpty()) {
            try (Statement first = connection.createStatement()) {
                first.execute(firstSql);
            }
        }
        return connection;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // It writes none.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // It stands in the address.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("It wraps none");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
