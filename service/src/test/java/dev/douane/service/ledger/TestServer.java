package dev.douane.service.ledger;

import dev.douane.service.embedded.EmbeddedDatabase;
import dev.douane.service.platform.DataDirectory;
import dev.douane.service.platform.QuickLogins;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL for all tests of a JVM, and as many migrated databases in it as tests ask for. */
public final class TestServer {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final EmbeddedDatabase SERVER = start();

    /** A fresh, migrated database. */
    public record Database(String name, String url, String user, String password) {
        public PGSimpleDataSource source() {
            var source = new PGSimpleDataSource();
            source.setUrl(url);
            source.setUser(user);
            source.setPassword(password);
            return source;
        }

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        /** Runs one statement. */
        public void execute(String sql) {
            try (var connection = connect();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }

        public long number(String sql) {
            try (var connection = connect();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
    }

    private TestServer() {}

    private static EmbeddedDatabase start() {
        for (int room = 1; ; room++) {
            try {
                var directory = DataDirectory.claim(Path.of("target", "postgres-ledger-test-" + room));
                var server = EmbeddedDatabase.open(
                        directory, Path.of("target", "postgres-binaries").toAbsolutePath(), what -> {});
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    directory.close();
                }));
                QuickLogins.to(server);
                return server;
            } catch (RuntimeException e) {
                if (room == 8) {
                    throw e;
                }
            }
        }
    }

    /** One that is migrated and that nobody is connected to, for others to be copied from: that is much faster than all migrations each time. */
    private static final class Migrated {
        private static final String NAME = "migrated";

        static {
            create(NAME, "template1");
            migrate(new Database(NAME, url(NAME), SERVER.user(), SERVER.password()), "latest");
        }

        private Migrated() {}

        static String name() {
            return NAME;
        }
    }

    public static Database database() {
        var name = "ledger_" + COUNT.incrementAndGet();
        create(name, Migrated.name());
        return new Database(name, url(name), SERVER.user(), SERVER.password());
    }

    /** Another with the same in it; whoever is connected to the first is thrown out. */
    public static Database copyOf(Database database) {
        throwOut(database);
        var name = "ledger_" + COUNT.incrementAndGet();
        create(name, database.name());
        return new Database(name, url(name), SERVER.user(), SERVER.password());
    }

    /** A database as an earlier version left it. */
    public static Database migratedTo(String version) {
        var name = "ledger_" + COUNT.incrementAndGet();
        create(name, "template1");
        var database = new Database(name, url(name), SERVER.user(), SERVER.password());
        migrate(database, version);
        return database;
    }

    /** @param version {@code latest} for all there are */
    public static void migrate(Database database, String version) {
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
    }

    private static void create(String name, String template) {
        admin("drop database if exists " + name + " with (force)");
        admin("create database " + name + " template " + template);
    }

    private static String url(String database) {
        return SERVER.jdbcUrl().replace("/douane?", "/" + database + "?");
    }

    /** Lets nobody in, and throws everybody out. */
    static void takeAway(Database database) {
        admin("alter database " + database.name() + " with allow_connections false");
        throwOut(database);
    }

    static void giveBack(Database database) {
        admin("alter database " + database.name() + " with allow_connections true");
    }

    /** Breaks every connection; new ones are let in. */
    static void throwOut(Database database) {
        admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database.name() + "'");
    }

    private static void admin(String sql) {
        new Database("postgres", url("postgres"), SERVER.user(), SERVER.password()).execute(sql);
    }
}
