package dev.douane.service.identity;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.smallrye.health.runtime.QuarkusAsyncHealthCheckFactory;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Who reads what of health: everybody whether each check is up, and who may ask the API for anything also why not, and what else there is to it. However
 * many ask, each check is made once at a time, and its answer is all of theirs.
 */
@Alternative
@Priority(1)
@Singleton
class HealthDetails extends QuarkusAsyncHealthCheckFactory {
    private final Supplier<Uni<Boolean>> mayRead;

    @Inject
    HealthDetails(Vertx vertx, CurrentIdentityAssociation caller) {
        this(vertx, () -> mayRead(caller));
    }

    HealthDetails(Vertx vertx, Supplier<Uni<Boolean>> mayRead) {
        super(vertx);
        this.mayRead = mayRead;
    }

    /** Where nobody has sent a request, the server asks itself. */
    private static Uni<Boolean> mayRead(CurrentIdentityAssociation caller) {
        return Arc.container().requestContext().isActive()
                ? caller.getDeferredIdentity().map(HealthDetails::mayRead)
                : Uni.createFrom().item(true);
    }

    static boolean mayRead(SecurityIdentity caller) {
        return !Collections.disjoint(caller.getRoles(), Roles.ASKING);
    }

    @Override
    public Uni<HealthCheckResponse> callSync(HealthCheck check) {
        return forWhoAsks(oneAtATime(super.callSync(check)));
    }

    @Override
    public Uni<HealthCheckResponse> callAsync(AsyncHealthCheck check) {
        return forWhoAsks(oneAtATime(super.callAsync(check)));
    }

    private Uni<HealthCheckResponse> forWhoAsks(Uni<HealthCheckResponse> check) {
        return Uni.createFrom()
                .deferred(mayRead::get)
                .flatMap(may -> may ? check : check.map(HealthDetails::withoutDetails));
    }

    private static HealthCheckResponse withoutDetails(HealthCheckResponse answer) {
        return HealthCheckResponse.named(answer.getName())
                .status(answer.getStatus() == HealthCheckResponse.Status.UP)
                .build();
    }

    /** Whoever asks while it is made waits for it with the others. */
    private static Uni<HealthCheckResponse> oneAtATime(Uni<HealthCheckResponse> check) {
        var underWay = new AtomicReference<Uni<HealthCheckResponse>>();
        return Uni.createFrom().deferred(() -> {
            var begun = check.onTermination()
                    .invoke(() -> underWay.set(null))
                    .memoize()
                    .indefinitely();
            var before = underWay.compareAndExchange(null, begun);
            return before == null ? begun : before;
        });
    }
}
