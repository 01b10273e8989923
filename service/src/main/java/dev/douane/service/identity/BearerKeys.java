package dev.douane.service.identity;

import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Problems;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Takes the key out of {@code Authorization: Bearer}, and says what is missing where there is none. */
@ApplicationScoped
class BearerKeys implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer";
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final int TOKEN_LENGTH_MAX = 512;

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager providers) {
        var header = call.request().headers().get(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME + " ", 0, SCHEME.length() + 1)) {
            return Uni.createFrom().nullItem();
        }
        var token = header.substring(SCHEME.length() + 1).strip();
        if (token.isEmpty() || token.length() > TOKEN_LENGTH_MAX) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return providers.authenticate(new TokenAuthenticationRequest(new TokenCredential(token, SCHEME)));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom().item(new ChallengeData(ProblemType.UNAUTHENTICATED.status(), CHALLENGE, SCHEME));
    }

    /** The challenge comes before any resource, so nothing else would write the problem document. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext call) {
        Problems.challenge(call);
        return Uni.createFrom().item(true);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext call) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, SCHEME));
    }
}
