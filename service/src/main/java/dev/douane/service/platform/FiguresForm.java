package dev.douane.service.platform;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Figures come as text, whatever form is asked for, but OpenMetrics for those who ask for that. The framework's route refuses other forms with an empty body,
 * and a server may answer in another form than was asked for (RFC 9110, 12.5.1).
 */
@ApplicationScoped
class FiguresForm {
    private static final List<String> FORMS = List.of("text/plain", "application/openmetrics-text");

    void stand(
            @Observes Router router,
            @ConfigProperty(name = "quarkus.micrometer.export.prometheus.path", defaultValue = "metrics") String path) {
        router.route("/q/" + path + "*").order(Problems.FIRST + 1).handler(call -> {
            if (!isOneOfOurs(call.request())) {
                call.request().headers().set(HttpHeaders.ACCEPT, FORMS.getFirst());
            }
            call.next();
        });
    }

    private static boolean isOneOfOurs(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.ACCEPT).stream()
                .anyMatch(accepted -> FORMS.stream().anyMatch(accepted::contains));
    }
}
