package dev.douane.service.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
class PostgresBinariesTest {
    @TempDir
    Path store;

    /** Servers that are started together share the folder where it is the machine's. */
    @Test
    void whoever_unpacks_second_takes_what_the_first_unpacked() throws Exception {
        var both = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var one = threads.submit(() -> PostgresBinaries.in(store, unpacking -> await(both)));
            var other = threads.submit(() -> PostgresBinaries.in(store, unpacking -> await(both)));

            assertThat(one.get().program("postgres"))
                    .isEqualTo(other.get().program("postgres"))
                    .satisfies(program -> assertThat(Path.of(program)).isExecutable());
        }
        try (var kept = Files.list(store)) {
            assertThat(kept).hasSize(1);
        }
    }

    private static void await(CyclicBarrier both) {
        try {
            both.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError("the other did not come so far", e);
        }
    }
}
