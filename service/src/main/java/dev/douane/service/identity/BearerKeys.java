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
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the key out of {@code Authorization: Bearer}, and says what is missing where there is none. */
@ApplicationScoped
class BearerKeys implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer";
    private static final String START = SCHEME + " ";
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final int TOKEN_LENGTH_MAX = 512;

    private final Problems problems;

    BearerKeys(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager providers) {
        var token = token(call.request().headers().get(HttpHeaders.AUTHORIZATION));
        if (token == null) {
            return Uni.createFrom().nullItem();
        }
        return isPossible(token)
                ? providers.authenticate(HttpSecurityUtils.setRoutingContextAttribute(
                        new TokenAuthenticationRequest(new TokenCredential(token, SCHEME)), call))
                : Uni.createFrom().failure(new AuthenticationFailedException());
    }

    /** What stands after {@code Bearer}; null where nothing of the kind was sent. */
    static @Nullable String token(@Nullable String authorization) {
        return authorization == null || !authorization.regionMatches(true, 0, START, 0, START.length())
                ? null
                : authorization.substring(START.length()).strip();
    }

    /** Whether it is worth asking whose it is. */
    static boolean isPossible(String token) {
        return !token.isEmpty() && token.length() <= TOKEN_LENGTH_MAX;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom().item(new ChallengeData(ProblemType.UNAUTHENTICATED.status(), CHALLENGE, SCHEME));
    }

    /** The challenge comes before any resource, so nothing else would write the problem document. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext call) {
        problems.challenge(call);
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
