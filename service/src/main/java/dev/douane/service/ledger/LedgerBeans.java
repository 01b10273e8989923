package dev.douane.service.ledger;

import dev.douane.service.audit.DecisionLog;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.catalog.CatalogVersions;
import dev.douane.service.platform.TimeSource;
import dev.douane.service.platform.limits.Intake;
import dev.douane.service.usage.OutputLengths;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the ledger together, starts it before the first request, and stops it after the last. */
@ApplicationScoped
class LedgerBeans {
    private static final int AFTER_THE_CATALOG = 1_000;

    @Produces
    @Singleton
    Ledger ledger(
            Budgets budgets,
            DecisionLog log,
            CatalogVersions catalogs,
            OutputLengths lengths,
            Intake intake,
            LedgerConfig config,
            TimeSource time,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        var connections = new PostgresConnections(url, user, password, config.statementTimeout(), config.lockTimeout());
        return new Ledger(
                connections,
                budgets,
                log,
                new PriceBooks(catalogs::version),
                lengths,
                intake::takeNewAccounts,
                config,
                time,
                registry);
    }

    void start(@Observes @Priority(AFTER_THE_CATALOG) StartupEvent started, Ledger ledger) {
        ledger.start();
    }

    void stop(@Observes ShutdownEvent stopping, Ledger ledger) {
        ledger.close();
    }
}
