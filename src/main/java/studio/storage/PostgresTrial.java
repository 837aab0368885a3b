package studio.storage;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/** Tries what an instance beside others needs of the program: the driver, and the scheduler of executions. */
public final class PostgresTrial {
    /** SQLSTATE of a server that cannot be reached. */
    private static final String UNREACHABLE = "08001";

    private PostgresTrial() {}

    /**
     * Signs in, and changes nothing.
     *
     * @return for people: product and place, without the password
     * @throws StartRefusedException as the start would
     */
    public static String reach(PostgresAddress address) {
        Properties account = new Properties();
        account.setProperty("user", address.user());
        account.setProperty("password", address.password());
        try (Connection connection = new Driver().connect(address.jdbcUrl(), account)) {
            if (connection == null) {
                throw new IllegalStateException("The driver does not know its own addresses");
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT current_setting('server_version')")) {
                row.next();
                return "PostgreSQL " + row.getString(1) + ", " + address.place();
            }
        } catch (SQLException e) {
            throw JoinCluster.refused(e, address);
        }
    }

    /** Makes a connection that must fail, and a scheduler that is not started: both show that nothing is missing in the program. */
    public static boolean programComplete() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Properties account = new Properties();
        account.setProperty("user", "self-test");
        try {
            Connection unexpected =
                    new Driver().connect("jdbc:postgresql://127.0.0.1:" + closed + "/none?connectTimeout=2", account);
            if (unexpected != null) {
                unexpected.close();
            }
            return false;
        } catch (SQLException e) {
            return UNREACHABLE.equals(e.getSQLState()) && schedulerBuilt();
        }
    }

    private static boolean schedulerBuilt() {
        Scheduler scheduler = Scheduler.create(
                        new PGSimpleDataSource(), Tasks.oneTime("self-test").execute((instance, context) -> {}))
                .tableName("task_execution")
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .enablePriority()
                .threads(1)
                .build();
        return !scheduler.getSchedulerState().isStarted();
    }
}
