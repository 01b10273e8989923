package dev.douane.service.platform;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Has the server speak HTTP/1.1 and nothing else. The framework's switch covers encrypted connections only: in the clear HTTP/2 would still be spoken with
 * whoever begins with it (decision 162).
 */
@ApplicationScoped
class OnlyHttp1 implements HttpServerOptionsCustomizer {
    private static final Logger LOG = Logger.getLogger(OnlyHttp1.class);

    private final boolean isAskedFor;

    OnlyHttp1(@ConfigProperty(name = "quarkus.http.http2") boolean isAskedFor) {
        this.isAskedFor = isAskedFor;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
        if (isAskedFor) {
            LOG.warn(
                    "QUARKUS_HTTP_HTTP2 changes nothing: HTTP/1.1 is all that is spoken here (docs/operators/limits.md)");
        }
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setUseAlpn(false);
    }
}
