package dev.douane.service.start;

import dev.douane.rules.document.Nearest;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Tells of settings that nobody reads: a misspelt one changes nothing, and is noticed too late. */
@ApplicationScoped
class StraySettings {
    private static final Logger LOG = Logger.getLogger(StraySettings.class);
    private static final String PREFIX = "DOUANE_";

    /** Read before there is a configuration, or one by one. */
    private static final List<String> SINGLE = List.of(
            "DOUANE_BOOTSTRAP_KEY",
            "DOUANE_DATA_DIR",
            "DOUANE_DATA_DIR_TRUST",
            "DOUANE_DB_OWNER_PASSWORD",
            "DOUANE_DB_OWNER_USER",
            "DOUANE_DB_PASSWORD",
            "DOUANE_DB_URL",
            "DOUANE_DB_USER",
            "DOUANE_DB_WAIT",
            "DOUANE_EMBEDDED_DATABASE");

    /** The launcher's and the tools', which the server sees as well. */
    static final List<String> OTHERS = List.of(
            "DOUANE_BENCH_KEY",
            "DOUANE_BENCH_REQUESTS",
            "DOUANE_JAVA_OPTS",
            "DOUANE_KEY",
            "DOUANE_SHARED",
            "DOUANE_TERMINAL",
            "DOUANE_URL",
            "DOUANE_VERBOSE");

    /** What Kubernetes tells every container of a Service that is called douane, or douane-something. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "DOUANE_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

    private static final Pattern PART_OF_SERVICE = Pattern.compile(".*_(?:SERVICE|[0-9]+_(?:TCP|UDP|SCTP))_PORT");

    private static final Pattern ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://\\S+");
    private static final Pattern PART = Pattern.compile("tcp|udp|sctp|[0-9]+|[0-9a-f.:]+");

    private final BeanManager beans;

    @Inject
    StraySettings(BeanManager beans) {
        this.beans = beans;
    }

    void onStart(@Observes StartupEvent started) {
        var properties = System.getProperties().stringPropertyNames().stream()
                .filter(property -> property.startsWith("douane."))
                .map(Setting::variable);
        var environment = System.getenv().entrySet().stream()
                .filter(variable -> !isServiceLink(variable.getKey(), variable.getValue()))
                .map(Map.Entry::getKey);
        var given = Stream.concat(environment, properties).toList();
        complaints(given, known()).forEach(LOG::warn);
    }

    /** Nobody wrote it. DOUANE_PORT with a number is no such thing: somebody took it for a setting. */
    static boolean isServiceLink(String variable, String value) {
        if (!SERVICE_LINK.matcher(variable).matches()) {
            return false;
        }
        boolean isAddress = ADDRESS.matcher(value).matches();
        boolean isOfService =
                variable.endsWith("_PORT") && !PART_OF_SERVICE.matcher(variable).matches();
        return isAddress || (!isOfService && PART.matcher(value).matches());
    }

    /** Every setting that is declared somewhere, as an environment variable. */
    SortedSet<String> known() {
        var known = new TreeSet<>(SINGLE);
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .filter(type -> type instanceof Class<?> mapping && mapping.isAnnotationPresent(ConfigMapping.class))
                .map(type -> ConfigMappings.ConfigClass.configClass((Class<?>) type))
                .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
                .map(Setting::variable)
                .filter(variable -> variable.startsWith(PREFIX))
                .forEach(known::add);
        return known;
    }

    /** One sentence for each of the given variables that is meant for Douane and not known. */
    static List<String> complaints(Collection<String> given, Collection<String> known) {
        return given.stream()
                .filter(variable -> variable.startsWith(PREFIX))
                .filter(variable -> !known.contains(variable) && !OTHERS.contains(variable))
                .distinct()
                .sorted()
                .map(variable -> "%s is no setting, so it changes nothing. %s"
                        .formatted(variable, Nearest.maybe(variable, known))
                        .strip())
                .toList();
    }
}
