package dev.douane.service.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database as the role that owns its tables: for what makes and drops tables, and for nothing else. What serves requests works as a role that owns
 * nothing (decision 139). Where no owner is configured, both are the same.
 */
@ApplicationScoped
public class OwnerDatabase {
    private static final int CONNECT_SECONDS = 5;
    private static final int SOCKET_SECONDS = 60;

    private final DataSource source;

    /**
     * The database that Flyway migrates.
     *
     * @param server as requests are served
     * @param url where the owner connects to, if somewhere else than the server
     * @param user whom Flyway migrates as, if it is another than the server
     */
    public OwnerDatabase(
            DataSource server,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String serverUrl,
            @ConfigProperty(name = "quarkus.flyway.jdbc-url") Optional<String> url,
            @ConfigProperty(name = "quarkus.flyway.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.flyway.password") Optional<String> password) {
        this.source = user.<DataSource>map(owner -> unpooled(url.orElse(serverUrl), owner, password.orElse("")))
                .orElse(server);
    }

    private static PGSimpleDataSource unpooled(String url, String user, String password) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SOCKET_SECONDS);
        source.setTcpKeepAlive(true);
        source.setApplicationName("douane-owner");
        return source;
    }

    /** Each connection is opened when it is asked for, and closed with it: there is work for it once an hour. */
    public DataSource source() {
        return source;
    }
}
