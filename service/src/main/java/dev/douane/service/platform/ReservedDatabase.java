package dev.douane.service.platform;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.transaction.TransactionIntegration;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A few connections that lists, exports and reports cannot take, however many there are of them: for the look that every request waits for. Outside of
 * transactions.
 */
@ApplicationScoped
public class ReservedDatabase {
    /** How many there are at most. */
    public static final int CONNECTIONS = 4;

    private final AgroalDataSource source;

    /** Connections that are made as the server's are. */
    public ReservedDatabase(AgroalDataSource server) throws SQLException {
        var like = server.getConfiguration().connectionPoolConfiguration();
        var pool = new AgroalConnectionPoolConfigurationSupplier(like)
                .connectionCache(ConnectionCache.none())
                .transactionIntegration(TransactionIntegration.none())
                .initialSize(0)
                .minSize(0)
                .maxSize(CONNECTIONS);
        source = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool));
    }

    @PreDestroy
    void close() {
        source.close();
    }

    public DataSource source() {
        return source;
    }
}
