package dev.douane.service.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.PackagedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Several packaged servers on one PostgreSQL, with a relay between them and the database and a balancer before them. Everything ends with
 * it, whatever was killed before.
 */
final class House implements AutoCloseable {
    private static final Path COMPILED = Path.of("target", "fire-rulesets").toAbsolutePath();
    private static final Path KEY = Path.of("target", "fire-rulesets.key").toAbsolutePath();

    private final Path folder;
    private final Map<String, String> settings;
    private final Postmaster postmaster;
    private final TcpRelay wire;
    private final TcpRelay balancer;
    private final List<PackagedServer> nodes = new CopyOnWriteArrayList<>();

    /** What the balancer's health checks have found ready; it learns of a death when it connects. */
    private final Set<PackagedServer> ready = ConcurrentHashMap.newKeySet();

    private House(Path folder, Map<String, String> settings, Postmaster postmaster) {
        this.folder = folder;
        this.settings = settings;
        this.postmaster = postmaster;
        wire = new TcpRelay(() -> List.of(postmaster.port()));
        balancer = new TcpRelay(() ->
                nodes.stream().filter(ready::contains).map(PackagedServer::port).toList());
    }

    /** @param settings further ones, as environment variables */
    static House of(int nodes, Path folder, Map<String, String> settings) {
        try {
            World.write(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(nodes, folder, settings, new Postmaster(folder.resolve("database")));
    }

    static House of(int nodes, Path folder, Map<String, String> settings, Postmaster postmaster) {
        var house = new House(folder, settings, postmaster);
        try {
            house.nodes.add(house.launch(0, null));
            house.nodes.getFirst().awaitReady();
            house.keepCompiled();
            for (var number = 1; number < nodes; number++) {
                house.nodes.add(house.launch(number, house.data(0)));
            }
            house.nodes.forEach(PackagedServer::awaitReady);
            house.ready.addAll(house.nodes);
            return house;
        } catch (RuntimeException | Error e) {
            house.close();
            throw e;
        }
    }

    private Path data(int number) {
        return folder.resolve("node-" + number);
    }

    /** @param first the data directory whose first key counts for all; null for the first itself */
    private PackagedServer launch(int number, @Nullable Path first) {
        try {
            var data = Files.createDirectories(data(number));
            if (first != null) {
                Files.copy(first.resolve("bootstrap.key"), data.resolve("bootstrap.key"));
            }
            lend(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(number);
    }

    private PackagedServer start(int number) {
        var environment = new HashMap<>(Map.of(
                "DOUANE_DB_URL", "jdbc:postgresql://127.0.0.1:%d/douane".formatted(wire.port()),
                "DOUANE_DB_USER", postmaster.user(),
                "DOUANE_DB_PASSWORD", postmaster.password(),
                "DOUANE_PACKS_SHIPPED", "false",
                "DOUANE_PACKS_DIR", folder.resolve("packs").toString(),
                "DOUANE_CATALOG_FILE", folder.resolve("catalog.yaml").toString(),
                "DOUANE_LEDGER_HOLD_TTL", "PT6H"));
        environment.putAll(settings);
        return PackagedServer.launch(data(number), environment);
    }

    /** What one run compiled, the next need not: the folder is keyed by digest, and goes with the key that sealed it. */
    private void keepCompiled() {
        try {
            copy(data(0).resolve("rulesets"), COMPILED);
            copy(data(0).resolve("rulesets.key"), KEY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a data directory what was compiled before. */
    static void lend(Path data) throws IOException {
        copy(COMPILED, data.resolve("rulesets"));
        copy(KEY, data.resolve("rulesets.key"));
    }

    /** Files that are not there yet. */
    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (var all = Files.walk(from)) {
            for (var each : all.toList()) {
                var target = each.equals(from)
                        ? to
                        : to.resolve(from.relativize(each).toString());
                if (!Files.exists(target)) {
                    Files.copy(each, target);
                }
            }
        }
    }

    PackagedServer node(int number) {
        return nodes.get(number);
    }

    int size() {
        return nodes.size();
    }

    Postmaster postmaster() {
        return postmaster;
    }

    /** Between all nodes and the database. */
    TcpRelay wire() {
        return wire;
    }

    /** Before all nodes. */
    TcpRelay balancer() {
        return balancer;
    }

    /** Starts a killed node again on its data directory, and lets the balancer know once it is ready. */
    void startAgain(int number) {
        var node = start(number);
        ready.remove(nodes.set(number, node));
        node.awaitReady();
        ready.add(node);
    }

    String key() {
        try {
            return Files.readString(data(0).resolve("bootstrap.key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a hard monthly budget; the scope is JSON. */
    void budget(int node, String name, String scope, String amount) throws IOException, InterruptedException {
        var made = nodes.get(node).post("/v1/budgets", """
                {"name": "%s", "owner": "P&L %s", "amount": "%s", "currency": "USD", "scope": %s, "period": {"unit": "month"}}""".formatted(name, name, amount, scope));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    @Override
    public void close() {
        try (wire;
                balancer) {
            nodes.forEach(PackagedServer::kill);
        } finally {
            postmaster.close();
        }
    }
}
