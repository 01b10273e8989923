package dev.douane.rules.analysis;

import dev.douane.rules.call.Call;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drl.WordKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What fields may hold. */
final class Universes {
    private static final List<Cut> NOT_NEGATIVE = List.of(Cut.below(BigDecimal.ZERO));
    private static final List<Cut> ANY = List.of(Cut.LOWEST);

    private static final List<Cut> TOKENS =
            List.of(Cut.below(BigDecimal.ZERO), Cut.above(BigDecimal.valueOf(Call.TOKENS_MAX)));

    /** Fields whose numbers have ends that a rule may be unreachable by; all others are not negative. */
    private static final Map<String, List<Cut>> BOUNDED = Map.of(
            "Call.n", List.of(Cut.below(BigDecimal.ONE), Cut.above(BigDecimal.valueOf(Call.COMPLETIONS_MAX))),
            "Call.inputTokens", TOKENS,
            "Call.cachedInputTokens", TOKENS,
            "Call.maxOutputTokens", TOKENS,
            "Budget.elapsedFraction", List.of(Cut.below(BigDecimal.ZERO), Cut.above(BigDecimal.ONE)),
            "Clock.hour", List.of(Cut.below(BigDecimal.ZERO), Cut.below(BigDecimal.valueOf(24))),
            "Clock.dayOfMonth", List.of(Cut.below(BigDecimal.ONE), Cut.below(BigDecimal.valueOf(32))));

    private final Vocabulary vocabulary;

    Universes(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    NumberValues.Universe numbers(FactField field) {
        boolean whole =
                field.type() == FieldType.WHOLE || field.type() == FieldType.DURATION || field.words() == WordKind.DATE;
        var cuts = field.words() == WordKind.DATE ? ANY : BOUNDED.getOrDefault(field.qualified(), NOT_NEGATIVE);
        return new NumberValues.Universe(cuts, whole, field.mayBeMissing());
    }

    /** All words of the field, null where there may be others. */
    @Nullable
    SortedSet<String> words(FactField field) {
        var kind = field.words();
        return kind == WordKind.FREE || kind.isOfCatalog() || kind == WordKind.DATE
                ? null
                : vocabulary.known(kind).orElse(null);
    }
}
