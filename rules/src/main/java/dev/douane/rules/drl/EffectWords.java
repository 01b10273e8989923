package dev.douane.rules.drl;

import static dev.douane.rules.drl.Concern.BUDGET;
import static dev.douane.rules.drl.Concern.CLASSIFICATION;
import static dev.douane.rules.drl.Concern.COST_TIER;
import static dev.douane.rules.drl.Concern.SOVEREIGNTY;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The one list of what rules may say, and which packs may say it. */
public final class EffectWords {
    private static final Set<Concern> COST_AND_BUDGET = EnumSet.of(COST_TIER, BUDGET);

    private static final List<EffectWord> ALL = List.of(
            word("requireHosting", WordKind.PLACE, "the target is processed in this group or country", SOVEREIGNTY),
            word("forbidHosting", WordKind.PLACE, "it is not processed there", SOVEREIGNTY),
            word(
                    "requireControl",
                    WordKind.PLACE,
                    "its provider is under the law of this group or country",
                    SOVEREIGNTY),
            word("forbidControl", WordKind.PLACE, "its provider is not under that law", SOVEREIGNTY),
            word("requireProvider", WordKind.PROVIDER, "it is served by this provider", SOVEREIGNTY),
            word("forbidProvider", WordKind.PROVIDER, "it is not served by this provider", SOVEREIGNTY),
            word("requireModel", WordKind.MODEL, "it is this model", SOVEREIGNTY),
            word("forbidModel", WordKind.MODEL, "it is not this model", SOVEREIGNTY),
            word("requireTag", WordKind.FREE, "the catalog gives it this tag", SOVEREIGNTY),
            plain("requireOpenWeights", "its weights are open", SOVEREIGNTY),
            plain("requireSelfHosted", "the installation's owner runs it", SOVEREIGNTY),
            plain("requireContinuityClause", "its contract keeps the service up through an exit", SOVEREIGNTY),
            plain("requireResidencyClause", "its contract fixes where it processes", SOVEREIGNTY),
            plain("forbidTraining", "its contract rules out training on what is sent", SOVEREIGNTY),
            word("requireCertification", WordKind.FREE, "its provider holds this certification", SOVEREIGNTY),
            word("preferProvider", WordKind.PROVIDER, "of what is left, this provider comes first", SOVEREIGNTY),
            word("preferHosting", WordKind.PLACE, "of what is left, this group or country comes first", SOVEREIGNTY),
            plain("preferOpenWeights", "of what is left, open weights come first", SOVEREIGNTY),
            new EffectWord("capTier", ArgumentType.TEXT, WordKind.TIER, COST_AND_BUDGET, "its tier is at most this"),
            word("floorTier", WordKind.TIER, "its tier is at least this", COST_TIER),
            new EffectWord(
                    "capCallCost",
                    ArgumentType.MONEY,
                    WordKind.FREE,
                    COST_AND_BUDGET,
                    "the whole call is estimated at no more than this"),
            new EffectWord(
                    "capOutputPrice",
                    ArgumentType.MONEY,
                    WordKind.FREE,
                    EnumSet.of(COST_TIER),
                    "a million output tokens cost no more than this"),
            new EffectWord(
                    "capOutputTokens",
                    ArgumentType.COUNT,
                    WordKind.FREE,
                    COST_AND_BUDGET,
                    "the answer is no longer than this"),
            new EffectWord(
                    "preferCheapest", null, WordKind.FREE, COST_AND_BUDGET, "cost comes before any other preference"),
            plain(
                    "deferUntilPeriodEnd",
                    "the call waits for the budget's next period, unless it costs nothing",
                    BUDGET),
            new EffectWord("deny", null, WordKind.FREE, EnumSet.of(SOVEREIGNTY, BUDGET), "nothing may serve this call"),
            word("classify", WordKind.FREE, "the workload is of this class", CLASSIFICATION),
            new EffectWord(
                    "flag",
                    ArgumentType.TEXT,
                    WordKind.FREE,
                    EnumSet.allOf(Concern.class),
                    "nothing; the mark is recorded with the decision"));

    private EffectWords() {}

    private static EffectWord word(String name, WordKind words, String meaning, Concern concern) {
        return new EffectWord(name, ArgumentType.TEXT, words, EnumSet.of(concern), meaning);
    }

    private static EffectWord plain(String name, String meaning, Concern concern) {
        return new EffectWord(name, null, WordKind.FREE, EnumSet.of(concern), meaning);
    }

    /** All effects. */
    public static List<EffectWord> all() {
        return ALL;
    }

    /** The effects that packs of one concern may have. */
    public static List<EffectWord> of(Concern concern) {
        return ALL.stream().filter(effect -> effect.isAllowedTo(concern)).toList();
    }

    public static Optional<EffectWord> find(String name) {
        return ALL.stream().filter(effect -> effect.name().equals(name)).findFirst();
    }
}
