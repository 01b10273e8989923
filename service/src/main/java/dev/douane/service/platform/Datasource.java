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
        System.setProperty("quarkus.datasource.jdbc.url", url);
        System.setProperty("quarkus.datasource.username", user);
        System.setProperty("quarkus.datasource.password", password);
    }

    /** The database's name, as the driver reads it from the address. */
    public String database() {
        var read = Driver.parseURL(url, null);
        return read == null ? user : read.getProperty("PGDBNAME", user);
    }

    /** Makes it who migrates, and makes and drops the months of the log; before Quarkus starts. */
    public void becomeOwner() {
        System.setProperty("quarkus.flyway.jdbc-url", url);
        System.setProperty("quarkus.flyway.username", user);
        System.setProperty("quarkus.flyway.password", password);
    }

    /** Names no password, so that it can be logged by accident; nor parameters, which do not say which database it is. */
    @Override
    public String toString() {
        return "%s as %s".formatted(url.replaceFirst("\\?.*", ""), user);
    }
}
