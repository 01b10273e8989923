package dev.douane.service.start;

import dev.douane.service.platform.Datasource;
import dev.douane.service.platform.StartFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** The operator's own PostgreSQL, checked before anything is started against it. */
public final class ExternalDatabase {
    private static final int OLDEST = 15;
    private static final String ENCODING = "UTF8";
    /** By the driver: there is no password, or it was asked for in a way that is not allowed. */
    private static final String REFUSED = "08004";

    /**
     * What our statements rely on, and a database or a role can have otherwise: what a backslash is, what NULL in an array is, what a transaction sees, and
     * whether triggers fire. The driver itself sees to zone, dates and digits, and the writer to what a commit waits for.
     */
    private static final Map<String, String> MEANING = new TreeMap<>(Map.of(
            "standard_conforming_strings", "on",
            "array_nulls", "on",
            "default_transaction_isolation", "read committed",
            "session_replication_role", "origin"));

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Who lets itself in, by the settings whose names begin so. */
    public enum Login {
        /** Whoever works there and owns it too. */
        BOTH("DOUANE_DB", true),
        /** Whoever works there, where another owns it. */
        SERVER("DOUANE_DB", false),
        /** Who owns it: migrates, and makes and drops the months of the log. */
        OWNER("DOUANE_DB_OWNER", true);

        private final String variables;
        private final boolean makesTables;

        Login(String variables, boolean makesTables) {
            this.variables = variables;
            this.makesTables = makesTables;
        }

        String variable(String end) {
            return variables + end;
        }
    }

    private ExternalDatabase() {}

    /**
     * Waits for the database to answer, and checks that it is one Douane can live in. Only what may pass by itself is waited for: a database
     * that is not there yet, that starts, or that has no connection to spare.
     *
     * @param url {@code jdbc:postgresql://…} or {@code postgresql://…}, without user and password
     * @param who by whose settings: they are named where something is wrong
     * @param patience how long it is waited for
     * @param progress is told what is waited for, once for each reason
     * @throws StartFailure if it does not answer in time, does not let us in, or cannot be used
     */
    public static Datasource await(
            String url,
            Optional<String> user,
            Optional<String> password,
            Login who,
            Duration patience,
            Consumer<String> progress) {
        var datasource = new Datasource(jdbcUrl(url, who), user.orElse("douane"), password.orElse(""));
        var deadline = System.nanoTime() + patience.toNanos();
        var told = "";
        while (true) {
            try (var connection = connect(datasource)) {
                checkVersion(connection, datasource);
                checkEncoding(connection, datasource);
                checkWriting(connection, datasource);
                checkMeaning(connection, datasource);
                if (who.makesTables) {
                    checkRights(connection, datasource, who);
                }
                warnOfSuperuser(connection, who, progress);
                return datasource;
            } catch (SQLException e) {
                if (!comesUp(e)) {
                    throw refused(datasource, who, e);
                }
                var reason = reason(e);
                if (!reason.equals(told)) {
                    told = reason;
                    progress.accept("waiting up to %d s for the database %s: %s"
                            .formatted(patience.toSeconds(), datasource, reason));
                }
                if (System.nanoTime() > deadline) {
                    throw silent(datasource, patience, e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static String jdbcUrl(String url, Login who) {
        var jdbcUrl = url.startsWith("jdbc:") ? url : "jdbc:" + url.replaceFirst("^postgres:", "postgresql:");
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new StartFailure(
                    "%s does not name a PostgreSQL.\nMaybe write it as jdbc:postgresql://host:5432/douane."
                            .formatted(who.variable("_URL")));
        }
        if (jdbcUrl.contains("@") || jdbcUrl.contains("password=")) {
            throw new StartFailure(
                    "%s carries a user or a password, which would reach the log.\nMaybe set %s and %s instead."
                            .formatted(who.variable("_URL"), who.variable("_USER"), who.variable("_PASSWORD")));
        }
        var read = Driver.parseURL(jdbcUrl, null);
        if (read == null) {
            throw new StartFailure(
                    "%s (%s) is not written as one.\nMaybe write it as jdbc:postgresql://host:5432/douane."
                            .formatted(who.variable("_URL"), url));
        }
        checkSecrecy(read, who);
        return jdbcUrl;
    }

    /** Whoever names a way of asking that gets to see the password must know who asks. */
    private static void checkSecrecy(Properties read, Login who) {
        var ways = read.getProperty("requireAuth");
        if (ways != null && showsPassword(ways) && !"verify-full".equals(read.getProperty("sslmode"))) {
            throw new StartFailure(
                    "%s lets the database ask for the password itself (requireAuth=%s), and so anybody who stands where the database should.\nMaybe leave requireAuth out, or add sslmode=verify-full and sslrootcert."
                            .formatted(who.variable("_URL"), ways));
        }
    }

    /** A list of ways, or, with exclamation marks, of all that it may not be. */
    private static boolean showsPassword(String ways) {
        var listed = List.of(ways.replace(" ", "").split(",", -1));
        return ways.contains("!") ? !listed.contains("!password") : listed.contains("password") || ways.isBlank();
    }

    /** No connection (08, but for one that was refused), none to spare (53300), starting up (57P03). */
    private static boolean comesUp(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        return (state.startsWith("08") && !state.equals(REFUSED)) || state.equals("53300") || state.equals("57P03");
    }

    private static StartFailure silent(Datasource datasource, Duration patience, SQLException e) {
        return new StartFailure(
                "The database %s does not answer within %d s: %s.\nMaybe check host and port in DOUANE_DB_URL, or let it take longer with DOUANE_DB_WAIT."
                        .formatted(datasource, patience.toSeconds(), reason(e)),
                e);
    }

    private static StartFailure refused(Datasource datasource, Login who, SQLException e) {
        var wayOut = switch (String.valueOf(e.getSQLState())) {
            case "3D000" -> "Maybe make it: " + makeIt(datasource);
            case REFUSED ->
                "Maybe check %s, and have the database ask for it by SCRAM: password_encryption = 'scram-sha-256', the password set again, and scram-sha-256 in pg_hba.conf. docs/operators/database-roles.md says what else may do."
                        .formatted(who.variable("_PASSWORD"));
            default ->
                "Maybe check DOUANE_DB_URL, %s and %s.".formatted(who.variable("_USER"), who.variable("_PASSWORD"));
        };
        return new StartFailure(
                "The database %s does not let us in: %s.\n%s".formatted(datasource, reason(e), wayOut), e);
    }

    private static String makeIt(Datasource datasource) {
        return "create database %s owner \"%s\" encoding 'UTF8' locale 'C' template template0"
                .formatted(datasource.database(), datasource.user());
    }

    /** The driver's words, and the network's below them, which say more. */
    private static String reason(SQLException e) {
        var below = e.getCause() == null ? "" : " (%s)".formatted(e.getCause());
        return String.valueOf(e.getMessage()).strip().replaceFirst("\\.$", "") + below;
    }

    private static void checkVersion(Connection connection, Datasource datasource) throws SQLException {
        var version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST) {
            throw new StartFailure(
                    "The database %s is PostgreSQL %d, and Douane needs %d or newer.\nMaybe leave DOUANE_DB_URL out: Douane brings a PostgreSQL of its own."
                            .formatted(datasource, version, OLDEST));
        }
    }

    /** Text comes from everywhere. What a database cannot keep it refuses, and that would be met with the first such name only. */
    private static void checkEncoding(Connection connection, Datasource datasource) throws SQLException {
        var encoding = ask(connection, "select current_setting('server_encoding')");
        if (!ENCODING.equals(encoding)) {
            throw new StartFailure(
                    "The database %s keeps text as %s, which has no place for most names, and Douane needs %s.\nMaybe make another: %s."
                            .formatted(datasource, encoding, ENCODING, makeIt(datasource)));
        }
    }

    private static void checkWriting(Connection connection, Datasource datasource) throws SQLException {
        if ("on".equals(ask(connection, "select current_setting('transaction_read_only')"))) {
            throw new StartFailure(
                    "The database %s can only be read.\nMaybe name the primary in DOUANE_DB_URL, and not a standby."
                            .formatted(datasource));
        }
    }

    private static void checkMeaning(Connection connection, Datasource datasource) throws SQLException {
        for (var setting : MEANING.entrySet()) {
            var is = ask(connection, "select current_setting('%s')".formatted(setting.getKey()));
            if (!setting.getValue().equals(is)) {
                throw new StartFailure(
                        "The database %s has %s = '%s' for this user, and our statements need '%s'.\nMaybe set it for this user alone: alter role \"%s\" in database \"%s\" set %2$s = '%4$s'."
                                .formatted(
                                        datasource,
                                        setting.getKey(),
                                        is,
                                        setting.getValue(),
                                        datasource.user(),
                                        datasource.database()));
            }
        }
    }

    /** The tables are made, and later changed, by this user. */
    private static void checkRights(Connection connection, Datasource datasource, Login who) throws SQLException {
        var schema = ask(connection, "select current_schema()");
        if (schema == null || !mayCreate(connection)) {
            throw new StartFailure(
                    "The database %s does not let this user make tables%s.\nMaybe let it own the database: alter database %s owner to \"%s\"."
                            .formatted(
                                    datasource,
                                    schema == null
                                            ? ": no schema of its search_path is there"
                                            : " in the schema " + schema,
                                    datasource.database(),
                                    datasource.user()));
        }
        var owner = ask(connection, """
                select tableowner from pg_tables
                 where schemaname = current_schema() and tablename = 'flyway_schema_history'
                 and not pg_has_role(tableowner, 'usage')""");
        if (owner != null) {
            throw new StartFailure(
                    "The tables in the database %s belong to another user (%s).\nMaybe set %s to that one, or give them away: reassign owned by \"%s\" to \"%s\"."
                            .formatted(datasource, owner, who.variable("_USER"), owner, datasource.user()));
        }
    }

    private static void warnOfSuperuser(Connection connection, Login who, Consumer<String> progress)
            throws SQLException {
        if ("on".equals(ask(connection, "select current_setting('is_superuser')"))) {
            progress.accept(
                    "%s is a superuser of the database, who can run programs on its machine, and none is needed. Maybe give Douane roles of its own: docs/operators/database-roles.md"
                            .formatted(who.variable("_USER")));
        }
    }

    private static boolean mayCreate(Connection connection) throws SQLException {
        return "t".equals(ask(connection, "select has_schema_privilege(current_schema(), 'create')"));
    }

    private static @Nullable String ask(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(question)) {
            return answer.next() ? answer.getString(1) : null;
        }
    }

    private static Connection connect(Datasource datasource) throws SQLException {
        var login = new Properties();
        login.setProperty("user", datasource.user());
        login.setProperty("password", datasource.password());
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(datasource.url(), login);
    }
}
