package dev.douane.service.platform;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Figures come as OpenMetrics, or as the text of Prometheus for those who name that, in whatever other form they are asked for: the framework's route refuses
 * such with an empty body, and a server may answer in another form than was asked for (RFC 9110, 12.5.1).
 */
@ApplicationScoped
class FiguresForm {
    private static final String TEXT = "text/plain";

    void stand(
            @Observes Router router,
            @ConfigProperty(name = "quarkus.micrometer.export.prometheus.path", defaultValue = "metrics") String path) {
        router.route("/q/" + path + "*").order(Problems.FIRST + 1).handler(call -> {
            var asked = call.request().headers();
            var isText = asked.getAll(HttpHeaders.ACCEPT).stream().anyMatch(form -> form.contains(TEXT));
            asked.remove(HttpHeaders.ACCEPT);
            if (isText) {
                asked.set(HttpHeaders.ACCEPT, TEXT);
            }
            call.next();
        });
    }
}
