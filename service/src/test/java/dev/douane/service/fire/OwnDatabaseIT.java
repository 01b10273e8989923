package dev.douane.service.fire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.douane.service.platform.PackagedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with the database it brings along, which is killed under it, or lies on a disk that fills up: the server sees to it that both are
 * over soon.
 */
class OwnDatabaseIT {
    private static final int GATEWAYS = 8;
    private static final int ENOUGH = 50;
    private static final int CHUNK = 1 << 16;

    @TempDir
    Path folder;

    private PackagedServer serverOn(Path data) throws IOException {
        World.write(folder);
        House.lend(data);
        return PackagedServer.launch(
                data,
                Map.of(
                        "DOUANE_PACKS_SHIPPED", "false",
                        "DOUANE_PACKS_DIR", folder.resolve("packs").toString(),
                        "DOUANE_CATALOG_FILE", folder.resolve("catalog.yaml").toString()));
    }

    private static Gateways gatewaysOf(PackagedServer server, Path data) throws IOException {
        return new Gateways(
                List.of(server.port()),
                Files.readString(data.resolve("bootstrap.key")).strip(),
                random -> World.question("acme", "u" + random.nextInt(20), 50 + random.nextInt(950)));
    }

    @Test
    void a_killed_database_is_started_again_under_the_running_server() throws Exception {
        var data = Files.createDirectory(folder.resolve("data"));
        try (var server = serverOn(data)) {
            server.awaitReady();
            var books = new Books(server::database);
            try (var gateways = gatewaysOf(server, data)) {
                gateways.start(GATEWAYS, 1);
                awaitDecisions(gateways);
                Postmaster.kill(data);
                awaitDecisions(gateways);
                gateways.stop();
                gateways.askAgain();

                books.agreeWith(gateways);
                assertThat(server.output()).contains("douane: the database is gone; starting it again");
                System.out.printf("the own database killed: %s%n", gateways);
            }
        }
    }

    /** Runs where a small file system may be mounted (as root), and is skipped elsewhere. */
    @Test
    void a_full_disk_is_a_503_and_everything_goes_on_when_there_is_room() throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=500m", "none", disk.toString()), "may not mount");
        try (var server = serverOn(disk)) {
            server.awaitReady();
            var books = new Books(server::database);
            try (var gateways = gatewaysOf(server, disk)) {
                gateways.start(GATEWAYS, 1);
                awaitDecisions(gateways);
                var ballast = fill(disk);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(5))
                        .failFast("unexpected answers", () -> !gateways.unexpected.isEmpty())
                        .until(() -> gateways.statuses(503) >= GATEWAYS);
                Files.delete(ballast);
                awaitDecisions(gateways);
                gateways.stop();
                gateways.askAgain();

                books.agreeWith(gateways);
                System.out.printf("a full disk: %s%n", gateways);
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    private static void awaitDecisions(Gateways gateways) {
        var enough = gateways.answers() + ENOUGH;
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .failFast("unexpected answers", () -> !gateways.unexpected.isEmpty())
                .until(() -> gateways.answers() >= enough);
    }

    /** Takes all the room there is. */
    private static Path fill(Path disk) throws IOException {
        var ballast = disk.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[CHUNK]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return ballast;
    }
}
