package dev.douane.service.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Caller;
import dev.douane.service.audit.Segments.Published;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SegmentSearchPropertiesTest extends OnSegments {
    /** A naive search looks at everything that was appended. Decisions come in any order, while segments are made. */
    @Test
    void every_search_finds_what_a_naive_one_finds() throws SQLException {
        var random = new Random(118);
        var all = new ArrayList<DecisionRecords>();
        var ids = new ArrayList<Integer>();
        for (int second = 0; second < 600; second++) {
            ids.add(second);
        }
        for (int i = 0; i < ids.size(); i++) { // nearly in order
            Collections.swap(
                    ids,
                    i,
                    Math.min(ids.size() - 1, i + (random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(3))));
        }
        @Nullable Published published = null;
        while (!ids.isEmpty()) {
            var batch = new ArrayList<DecisionRecords>();
            for (int i = random.nextInt(12); i >= 0 && !ids.isEmpty(); i--) {
                batch.add(any(random, ids.removeFirst()));
            }
            append(batch.toArray(DecisionRecords[]::new));
            all.addAll(batch);
            if (published != null && random.nextBoolean()) {
                awaitSeen(published);
                index(published);
                published = null;
            } else if (random.nextInt(3) == 0) {
                published = publish(1 + random.nextInt(9));
            }
            for (int i = 0; i < 6; i++) {
                var query = any(random, all);
                assertThat(found(query)).as(query.toString()).isEqualTo(naively(query, all));
            }
        }
    }

    private static DecisionRecords any(Random random, int second) {
        var caller = new Caller(
                "acme", word(random, "p", 3), null, word(random, "w", 40), word(random, "u", 15), null, null, null);
        var one = nth(second).by(caller).asking(word(random, "m", 4));
        var rules = new ArrayList<String>();
        for (int i = random.nextInt(3); i > 0; i--) {
            rules.add("R-" + random.nextInt(12));
        }
        one = one.because(rules.stream().distinct().toArray(String[]::new));
        return switch (random.nextInt(4)) {
            case 0 -> one.denied();
            case 1 -> one.to("downgrade", word(random, "m", 4), "DE", "FR");
            case 2 -> one.to("reroute", word(random, "m", 4), null, null);
            default -> one;
        };
    }

    private static @Nullable String word(Random random, String kind, int of) {
        int which = (int) (of * random.nextDouble() * random.nextDouble());
        return which == 1 ? null : kind + which;
    }

    private static DecisionQuery any(Random random, List<DecisionRecords> all) {
        var like = all.get(random.nextInt(all.size())).record();
        var caller = like.caller();
        var rule = like.rules().isEmpty() ? "R-99" : like.rules().getFirst();
        return new DecisionQuery(
                random.nextInt(4) == 0 ? DAY.plusSeconds(random.nextInt(600)) : null,
                random.nextInt(4) == 0 ? DAY.plusSeconds(random.nextInt(600)) : null,
                random.nextInt(4) == 0 ? like.verdict() : null,
                random.nextInt(4) == 0 ? like.because() : null,
                random.nextInt(8) == 0 ? "deny" : null, // what would have been, of those that asked for a model
                random.nextInt(3) == 0 ? caller.workflow() : null,
                random.nextInt(4) == 0 ? caller.product() : null,
                random.nextInt(4) == 0 ? caller.user() : null,
                random.nextInt(4) == 0 ? like.modelAsked() : null,
                random.nextInt(4) == 0 ? rule : null,
                random.nextInt(6) == 0 ? "FR" : null,
                random.nextInt(6) == 0 ? like.ruleset() + random.nextInt(2) : null,
                random.nextInt(4) == 0 ? nth(random.nextInt(600)).id() : null,
                1 + random.nextInt(20));
    }

    private static List<UUID> naively(DecisionQuery query, List<DecisionRecords> all) {
        return all.stream()
                .filter(matches(query))
                .map(DecisionRecords::id)
                .sorted(Ids.ORDER.reversed())
                .limit(query.limit())
                .toList();
    }

    private static Predicate<DecisionRecords> matches(DecisionQuery query) {
        return decision -> {
            var record = decision.record();
            var target = record.target();
            return (query.from() == null || !record.decidedAt().isBefore(query.from()))
                    && (query.to() == null || record.decidedAt().isBefore(query.to()))
                    && is(query.verdict(), record.verdict())
                    && is(query.because(), record.because())
                    && is(query.wouldHave(), record.wouldHave())
                    && is(query.workflow(), record.caller().workflow())
                    && is(query.product(), record.caller().product())
                    && is(query.user(), record.caller().user())
                    && (query.model() == null
                            || Stream.of(record.modelAsked(), target == null ? null : target.model())
                                    .anyMatch(query.model()::equals))
                    && (query.rule() == null || record.rules().contains(query.rule()))
                    && (query.jurisdiction() == null
                            || Stream.of(
                                            target == null ? null : target.hosting(),
                                            target == null ? null : target.control())
                                    .anyMatch(query.jurisdiction()::equals))
                    && (query.ruleset() == null || query.ruleset() == record.ruleset())
                    && (query.before() == null || Ids.ORDER.compare(decision.id(), query.before()) < 0);
        };
    }

    private static boolean is(@Nullable String asked, @Nullable String there) {
        return asked == null || Objects.equals(asked, there);
    }
}
