package dev.douane.service.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.signing.Envelope;
import dev.douane.rules.signing.PackZip;
import dev.douane.rules.signing.SigningKey;
import dev.douane.rules.signing.Weighed;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few may wait, and nobody gets in without the signatures that are asked for. */
class WhoMayPublishTest {
    @TempDir
    Path directory;

    record Config(Optional<Path> trust, Optional<Unsigned> unsigned, int waiting, Duration waitLimit)
            implements PacksConfig {
        @Override
        public Optional<Path> dir() {
            return Optional.empty();
        }

        @Override
        public boolean shipped() {
            return true;
        }

        @Override
        public int versionsPerKeyAndDay() {
            return 500;
        }

        @Override
        public long versionBytesPerKeyAndDay() {
            return 512 << 20;
        }
    }

    private static Config config(int waiting, Duration waitLimit) {
        return new Config(Optional.empty(), Optional.empty(), waiting, waitLimit);
    }

    private static Pack pack() throws PackException {
        return PackZip.read("pack", PackArchive.of("queued", "1.0.0", "Q-1").zip());
    }

    private static void busyWith(CompileQueue queue, Runnable meanwhile) throws Exception {
        var started = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        try (var threads = Executors.newSingleThreadExecutor()) {
            var first = threads.submit(() -> queue.run(() -> {
                started.countDown();
                try {
                    return finish.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            started.await();
            meanwhile.run();
            finish.countDown();
            assertThat(first.get()).isTrue();
        }
    }

    @Test
    void who_finds_no_room_is_told_to_come_again_and_the_room_is_free_afterwards() throws Exception {
        var queue = new CompileQueue(config(1, Duration.ofSeconds(30)));

        busyWith(
                queue,
                () -> assertThatThrownBy(() -> queue.run(() -> "never"))
                        .isInstanceOfSatisfying(ProblemException.class, problem -> {
                            assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED);
                            assertThat(problem.retryAfter()).isPresent();
                        }));

        assertThat(queue.<String>run(() -> "done")).isEqualTo("done");
        assertThatThrownBy(() -> queue.run(() -> {
                    throw new PackException("queued", List.of(PackProblem.in("", "is refused")));
                }))
                .hasMessageContaining("is refused");
        assertThat(queue.<String>run(() -> "done again")).isEqualTo("done again");
    }

    @Test
    void a_turn_that_does_not_come_in_time_is_told_too() throws Exception {
        var queue = new CompileQueue(config(2, Duration.ZERO));

        busyWith(
                queue,
                () -> assertThatThrownBy(() -> queue.run(() -> "never"))
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                problem -> assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED)));
    }

    @Test
    void only_a_server_that_stands_alone_takes_unsigned_packs_unasked() throws PackException {
        new PackTrust(config(1, Duration.ZERO), true).demand(pack(), List.of());
        new PackTrust(unsigned(PacksConfig.Unsigned.ALLOW), false).demand(pack(), List.of());

        assertThatThrownBy(() -> new PackTrust(config(1, Duration.ZERO), false).demand(pack(), List.of()))
                .hasMessageContaining("douane.packs.trust")
                .hasMessageContaining("douane.packs.unsigned=allow");
        assertThatThrownBy(() -> new PackTrust(unsigned(PacksConfig.Unsigned.REFUSE), true).demand(pack(), List.of()))
                .hasMessageContaining("no trust policy");
    }

    private static Config unsigned(PacksConfig.Unsigned unsigned) {
        return new Config(Optional.empty(), Optional.of(unsigned), 1, Duration.ZERO);
    }

    private static String signed(SigningKey key) {
        try {
            return key.sign(pack()).toJson();
        } catch (PackException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Weighed weighed(PackTrust trust, SigningKey key) {
        try {
            return trust.weigh(pack(), signed(key));
        } catch (PackException e) {
            throw new IllegalStateException(e);
        }
    }

    private PackTrust believing(Map<String, SigningKey> keys) throws IOException {
        var yaml = new StringBuilder("keys:\n");
        keys.forEach((name, key) -> yaml.append("  - name: %s\n    owner: FinOps\n    publicKey: |\n%s"
                .formatted(name, key.publicKey().toPem().indent(6))));
        yaml.append("concerns:\n  cost-tier: {threshold: 1, keys: [%s]}\n".formatted(String.join(", ", keys.keySet())));
        var file = directory.resolve("keys.yaml");
        Files.writeString(file, yaml);
        return new PackTrust(new Config(Optional.of(file), Optional.empty(), 1, Duration.ZERO), true);
    }

    /** Neither changes: what a document says, and the policy of a server that runs. */
    @Test
    void a_document_is_verified_once_for_a_pack() throws IOException, PackException {
        var key = SigningKey.generate();
        var trust = believing(Map.of("finops-1", key));
        var other = PackZip.read("pack", PackArchive.of("other", "1.0.0", "Q-1").zip());

        var first = trust.weigh(pack(), signed(key));

        assertThat(first.signers()).containsOnlyKeys("finops-1");
        assertThat(trust.weigh(pack(), signed(key))).isSameAs(first);
        assertThat(trust.weigh(other, signed(key)).signers())
                .as("it is about another")
                .isEmpty();
        assertThat(believing(Map.of("finops-2", key)).weigh(pack(), signed(key)).signers())
                .as("under another policy")
                .containsOnlyKeys("finops-2");
    }

    @Test
    void a_document_that_asks_for_more_tries_than_there_are_is_refused_though_another_signs() throws Exception {
        var key = SigningKey.generate();
        var keys = new TreeMap<String, SigningKey>(Map.of("finops-0", key));
        for (int i = 1; i < 16; i++) {
            keys.put("finops-" + i, SigningKey.generate());
        }
        var trust = believing(keys);
        var stranger = SigningKey.generate().sign(pack());
        var unnamed =
                new Envelope.Signature("", stranger.signatures().getFirst().signature());
        var within = new Envelope(stranger.payloadType(), stranger.payload(), Collections.nCopies(4, unnamed));
        var past = new Envelope(stranger.payloadType(), stranger.payload(), Collections.nCopies(5, unnamed));

        trust.demand(pack(), List.of(signed(key), within.toJson()));
        assertThatThrownBy(() -> trust.demand(pack(), List.of(signed(key), past.toJson())))
                .hasMessageContaining("signature document 2: signatures of a document")
                .hasMessageContaining("at most 64 times");
        trust.demand(pack(), List.of(signed(key)), vouching -> vouching.count(weighing(trust, past)));
    }

    /** One that was stored before there was a limit takes nothing from a pack. */
    private static Weighed weighing(PackTrust trust, Envelope stored) {
        try {
            return trust.weigh(pack(), stored.toJson());
        } catch (PackException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void with_a_policy_the_policy_decides() throws IOException, PackException {
        var key = SigningKey.generate();
        var file = directory.resolve("trust.yaml");
        Files.writeString(file, """
                keys:
                  - name: finops-1
                    owner: FinOps
                    publicKey: |
                %s
                concerns:
                  cost-tier: {threshold: 1, keys: [finops-1]}
                """.formatted(key.publicKey().toPem().indent(6)));
        var trust = new PackTrust(
                new Config(Optional.of(file), Optional.of(PacksConfig.Unsigned.ALLOW), 1, Duration.ZERO), true);

        trust.demand(pack(), List.of(signed(key)));
        trust.demand(pack(), List.of(), vouching -> vouching.count(weighed(trust, key)));
        assertThatThrownBy(() -> trust.demand(pack(), List.of())).hasMessageContaining("asks for signatures by 1");
        var vouching = trust.vouching(pack());
        assertThat(vouching.count(weighed(trust, SigningKey.generate()))).satisfies(worth -> {
            assertThat(worth.signers()).isEmpty();
            assertThat(worth.objections()).singleElement().asString().contains("does not count for this concern");
        });
        assertThat(trust.standing(vouching.verdict()).accepted()).isFalse();
        assertThat(vouching.count(weighed(trust, key)).signers()).containsExactly(Map.entry("finops-1", "FinOps"));
        assertThat(trust.standing(vouching.verdict())).satisfies(standing -> {
            assertThat(standing.policy()).matches("sha256:[0-9a-f]{64}");
            assertThat(standing.accepted()).isTrue();
            assertThat(standing.needed()).isOne();
            assertThat(standing.objections()).singleElement().asString().startsWith("signature document 1");
        });
        assertThatThrownBy(() -> new PackTrust(
                        new Config(Optional.of(directory.resolve("none.yaml")), Optional.empty(), 1, Duration.ZERO),
                        true))
                .hasMessageContaining("named by douane.packs.trust");
    }
}
