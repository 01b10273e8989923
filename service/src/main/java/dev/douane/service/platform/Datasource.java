package dev.douane.service.platform;

import org.postgresql.Driver;

/**
 * Where the database is and who asks.
 *
 * @param url a JDBC URL
 */
record Datasource(String url, String user, String password) {
    /** Makes it the application's datasource; before Quarkus starts. */
    void becomeDatasource() {
        System.setProperty("quarkus.datasource.jdbc.url", url);
        System.setProperty("quarkus.datasource.username", user);
        System.setProperty("quarkus.datasource.password", password);
    }

    /** The database's name, as the driver reads it from the address. */
    String database() {
        var read = Driver.parseURL(url, null);
        return read == null ? user : read.getProperty("PGDBNAME", user);
    }

    /** Makes it who migrates, and makes and drops the months of the log; before Quarkus starts. */
    void becomeOwner() {
        System.setProperty("quarkus.flyway.jdbc-url", url);
        System.setProperty("quarkus.flyway.username", user);
        System.setProperty("quarkus.flyway.password", password);
    }

    /** Names no password, so that it can be logged by accident. */
    @Override
    public String toString() {
        return "%s as %s".formatted(url, user);
    }
}
