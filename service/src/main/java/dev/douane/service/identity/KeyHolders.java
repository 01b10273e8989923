package dev.douane.service.identity;

import dev.douane.service.identity.events.SecurityEvents;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Knows who holds a key. The principal is a {@link KeyHolder}. */
@ApplicationScoped
class KeyHolders implements IdentityProvider<TokenAuthenticationRequest> {
    private static final Logger LOG = Logger.getLogger(KeyHolders.class);

    private final ApiKeys keys;
    private final SecurityEvents events;
    private final Duration lookupLimit;

    @Inject
    KeyHolders(ApiKeys keys, SecurityEvents events, IdentityConfig config) {
        this.keys = keys;
        this.events = events;
        this.lookupLimit = config.lookupLimit();
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(TokenAuthenticationRequest request, AuthenticationRequestContext how) {
        var check = keys.check(KeyToken.of(request.getToken().getToken()));
        if (check.isDone() && !check.isCompletedExceptionally()) {
            return identity(check.join(), request);
        }
        var asked = Uni.createFrom()
                .completionStage(check)
                .ifNoItem()
                .after(lookupLimit)
                .fail()
                .onFailure()
                .transform(KeyHolders::unavailable)
                .onItem()
                .transformToUni(found -> identity(found, request));
        var caller = Vertx.currentContext(); // the answer must go on where the call came in
        return caller == null ? asked : asked.emitOn(task -> caller.runOnContext(ignored -> task.run()));
    }

    private Uni<SecurityIdentity> identity(Optional<StoredKey> found, TokenAuthenticationRequest request) {
        var call = HttpSecurityUtils.getRoutingContextAttribute(request);
        found.filter(key -> key.isFirst() && call != null).ifPresent(first -> events.noteFirstKey(first.id(), call));
        return found.map(StoredKey::identity)
                .map(identity -> Uni.createFrom().item(identity))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()));
    }

    private static Throwable unavailable(Throwable cause) {
        LOG.debugf("a key cannot be checked: %s", cause.getMessage()); // as often as calls come; readiness says it once
        return ProblemException.retryAfter(
                ProblemType.UNAVAILABLE, "Keys cannot be checked right now.", Duration.ofSeconds(1));
    }
}
