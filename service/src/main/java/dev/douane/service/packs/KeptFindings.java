package dev.douane.service.packs;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.douane.rules.worker.PackFinding;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What was found, by what it depends on. Whoever asks for the same while somebody looks waits for that answer. A look that fails is not kept.
 *
 * @param <K> what the findings depend on
 */
final class KeptFindings<K> {
    /** Several rulesets of as many packs as there may be, each with a hundred findings of usual length. */
    static final long BYTES_MAX = 16 << 20;

    private static final int OBJECT_BYTES = 256;

    private final AsyncCache<K, List<PackFinding>> kept = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(BYTES_MAX)
            .weigher((K asked, List<PackFinding> found) -> bytes(found))
            .buildAsync();

    /**
     * What is known of it, or else what the look finds, in the thread of the caller.
     *
     * @throws ProblemException OVERLOADED where somebody looks for longer than the caller waits; whatever else the look fails with, also
     *     where it is somebody else's
     */
    List<PackFinding> of(K asked, Patience patience, Supplier<List<PackFinding>> look) {
        while (true) {
            var mine = new CompletableFuture<List<PackFinding>>();
            var known = kept.asMap().putIfAbsent(asked, mine);
            if (known == null) {
                return looked(mine, look);
            }
            try {
                return known.get(patience.left(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                if (!gaveUp(e) || patience.isOver()) {
                    throw failed(e);
                }
                kept.asMap().remove(asked, known); // they had less patience, and nothing is wrong with the pack
            } catch (TimeoutException e) {
                throw CompileQueue.overloadedWithReads();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CompileQueue.overloadedWithReads();
            }
        }
    }

    private static List<PackFinding> looked(
            CompletableFuture<List<PackFinding>> mine, Supplier<List<PackFinding>> look) {
        try {
            var found = List.copyOf(look.get());
            mine.complete(found);
            return found;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static boolean gaveUp(ExecutionException failure) {
        return failure.getCause() instanceof ProblemException problem && problem.type() == ProblemType.OVERLOADED;
    }

    private static RuntimeException failed(ExecutionException failure) {
        return failure.getCause() instanceof ProblemException problem ? problem : new IllegalStateException(failure);
    }

    /** At most what they take of the heap. */
    private static int bytes(List<PackFinding> found) {
        return OBJECT_BYTES
                + found.stream()
                        .mapToInt(finding -> OBJECT_BYTES
                                + 2
                                        * (finding.code().length()
                                                + finding.rule().length()
                                                + finding.file().length()
                                                + finding.message().length()
                                                + finding.remedy().length()))
                        .sum();
    }

    /** What all that is kept takes of the heap, at most. */
    long bytes() {
        return kept.synchronous().asMap().values().stream()
                .mapToLong(KeptFindings::bytes)
                .sum();
    }
}
