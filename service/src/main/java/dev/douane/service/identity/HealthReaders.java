package dev.douane.service.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets everybody ask how the server is, and finds out who asks, for {@link HealthDetails}: a permission that asks for nobody would leave that open. A key that
 * is wrong, or cannot be looked up, asks as a stranger does, since a probe has to be answered while the database is away.
 */
@ApplicationScoped
class HealthReaders implements HttpSecurityPolicy {
    @Override
    public String name() {
        return "health-readers";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext authorization) {
        return identity.map(caller -> new CheckResult(true, caller)).onFailure().recoverWithItem(CheckResult.PERMIT);
    }
}
