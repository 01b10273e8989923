package dev.douane.service.platform;

import org.postgresql.Driver;

/**
 * Where the database is and who asks.
 *
 * <p>Whoever listens there is not given the password: he has to show that he knows it, by SCRAM, or the driver hangs up before it answers. Only an
 * address that names another way ({@code requireAuth}) is asked in that one.
 *
 * @param url a JDBC URL; it says how the password may be asked for, whoever reads it: the pool, Flyway, the writer
 */
public record Datasource(String url, String user, String password) {
    private static final String REQUIRE = "requireAuth";

    public Datasource {
        if (!says(url, REQUIRE)) {
            url += (url.contains("?") ? "&" : "?") + REQUIRE + "=scram-sha-256";
        }
    }

    private static boolean says(String url, String parameter) {
        var read = Driver.parseURL(url, null);
        return read != null && read.getProperty(parameter) != null;
    }

    /** Makes it the application's datasource; before Quarkus starts. */
    public void becomeDatasource() {
        Verbatim.set("quarkus.datasource.jdbc.url", url);
        Verbatim.set("quarkus.datasource.username", user);
        Verbatim.set("quarkus.datasource.password", password);
        Verbatim.set("quarkus.flyway.init-sql", serverRole(user));
    }

    /**
     * Whom migrations give what they make to, as SQL: {@code afterMigrate.sql} reads it. A quote in the name ends no literal, and a dollar begins no placeholder
     * of Flyway's.
     */
    public static String serverRole(String role) {
        return "set douane.server_role = E'%s'"
                .formatted(role.replace("\\", "\\\\").replace("'", "''").replace("$", "\\x24"));
    }

    /** The database's name, as the driver reads it from the address. */
    public String database() {
        var read = Driver.parseURL(url, null);
        return read == null ? user : read.getProperty("PGDBNAME", user);
    }

    /** Makes it who migrates, and makes and drops the months of the log; before Quarkus starts. */
    public void becomeOwner() {
        Verbatim.set("quarkus.flyway.jdbc-url", url);
        Verbatim.set("quarkus.flyway.username", user);
        Verbatim.set("quarkus.flyway.password", password);
    }

    /** Names no password, so that it can be logged by accident; nor parameters, which do not say which database it is. */
    @Override
    public String toString() {
        return "%s as %s".formatted(url.replaceFirst("\\?.*", ""), user);
    }
}
