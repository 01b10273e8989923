package dev.douane.rules.document;

import static dev.douane.rules.document.Members.ID;
import static dev.douane.rules.document.Members.LINE;
import static dev.douane.rules.document.Members.NAME;
import static dev.douane.rules.document.Members.WORD;

import dev.douane.rules.catalog.Contract;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.PriceStep;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Term;
import dev.douane.rules.money.Money;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the members of a catalog document, each for itself; whether they fit together is {@link CatalogChecks}' to say. */
final class CatalogSyntax {
    /** The service tiers a call may ask for by name. */
    static final List<String> SERVICE_TIERS = List.of("batch", "default", "flex", "priority");

    private static final List<String> FILLABLE =
            List.of("certifications", "continuityClause", "control", "hosting", "residencyClause", "trainsOnData");

    private static final String AN_ID = "an id of lower-case letters, digits, dots and dashes";
    private static final String A_WORD = "a word of lower-case letters, digits and dashes";
    private static final String A_NAME = "a name without spaces";
    private static final String A_LINE = "a line of text";
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
    private static final Pattern TEXT = Pattern.compile(".+", Pattern.DOTALL);

    private final Problems problems;

    CatalogSyntax(Problems problems) {
        this.problems = problems;
    }

    CatalogDocument document(Members members) {
        var document = new CatalogDocument(
                members.text("currency", CURRENCY, "an ISO 4217 code such as USD"),
                members.someTexts("tiers", WORD, A_WORD),
                members.objects("providers", this::provider),
                members.objects("models", this::model),
                members.objects("deployments", this::deployment));
        members.refuseOthers();
        return document;
    }

    private CatalogDocument.Provider provider(Members members) {
        members.text("name", LINE, A_LINE);
        members.textOrNull("source", LINE, A_LINE);
        for (var filled : members.texts("operatorToFill", TEXT, A_WORD)) {
            if (!FILLABLE.contains(filled)) {
                problems.note(
                        members.path("operatorToFill"),
                        "value (%s) is none of %s".formatted(filled, String.join(", ", FILLABLE)),
                        Nearest.maybe(filled, FILLABLE));
            }
        }
        var terms = terms(members);
        return new CatalogDocument.Provider(
                members.path(),
                members.text("id", ID, AN_ID),
                country(members, "control"),
                new Contract(
                        orUnknown(terms.trainsOnData()),
                        orUnknown(terms.continuityClause()),
                        orUnknown(terms.residencyClause()),
                        new TreeSet<>(terms.certifications() == null ? List.of() : terms.certifications())));
    }

    private static Term orUnknown(@Nullable Term term) {
        return term == null ? Term.UNKNOWN : term;
    }

    private CatalogDocument.Terms terms(Members members) {
        var contract = members.object("contract");
        var terms = new CatalogDocument.Terms(
                term(contract, "trainsOnData"),
                term(contract, "continuityClause"),
                term(contract, "residencyClause"),
                contract.has("certifications") ? contract.texts("certifications", LINE, A_LINE) : null);
        contract.refuseOthers();
        return terms;
    }

    private @Nullable Term term(Members contract, String member) {
        var value = contract.any(member);
        if (value == null) {
            return null;
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? Term.YES : Term.NO;
        }
        if (!value.isTextual() || !value.textValue().equals("unknown")) {
            problems.note(contract.path(member), "value (%s) must be true, false or unknown".formatted(value.asText()));
        }
        return Term.UNKNOWN;
    }

    private CatalogDocument.Model model(Members members) {
        return new CatalogDocument.Model(
                members.path(),
                members.text("id", ID, AN_ID),
                members.text("family", ID, AN_ID),
                members.texts("aliases", NAME, A_NAME),
                members.text("tier", WORD, A_WORD),
                members.flag("openWeights"),
                members.someTexts("operations", WORD, A_WORD),
                members.texts("capabilities", WORD, A_WORD),
                members.count("contextWindow", 1, Integer.MAX_VALUE),
                members.countOrNull("maxInputTokens", 1, 1),
                members.count("maxOutputTokens", 0, 0),
                members.texts("substitutes", TEXT, AN_ID));
    }

    private CatalogDocument.Deployment deployment(Members members) {
        var prices = prices(members);
        if (prices != null) {
            members.text("priceSource", LINE, "a line that says where the prices come from");
        } else {
            members.textOrNull("priceSource", LINE, A_LINE);
        }
        return new CatalogDocument.Deployment(
                members.path(),
                members.text("id", ID, AN_ID),
                members.text("model", TEXT, AN_ID),
                members.text("provider", TEXT, AN_ID),
                members.text("region", ID, AN_ID),
                country(members, "hosting"),
                country(members, "control"),
                members.textOrNull("tier", WORD, A_WORD),
                terms(members),
                members.flag("selfHosted"),
                members.flag("placeholder"),
                members.texts("tags", WORD, A_WORD),
                members.has("capabilities") ? members.texts("capabilities", WORD, A_WORD) : null,
                members.countOrNull("contextWindow", 1, Integer.MAX_VALUE),
                members.countOrNull("maxInputTokens", 1, 1),
                members.countOrNull("maxOutputTokens", 0, 0),
                prices);
    }

    private @Nullable Country country(Members members, String member) {
        var code = members.textOrNull(member, TEXT, "a country code");
        if (code == null || code.isEmpty()) {
            return null;
        }
        if (!Country.isCode(code)) {
            problems.note(
                    members.path(member),
                    "country (%s) must be an ISO 3166-1 alpha-2 code".formatted(code),
                    "Maybe leave the member out, if the country is not known.");
            return null;
        }
        return new Country(code);
    }

    private @Nullable Prices prices(Members members) {
        if (!members.has("prices")) {
            return null;
        }
        var byTier = members.object("prices");
        var prices = new TreeMap<String, List<PriceStep>>();
        for (var tier : byTier.names()) {
            if (!SERVICE_TIERS.contains(tier)) {
                problems.note(
                        byTier.path(tier),
                        "service tier (%s) is none of %s".formatted(tier, String.join(", ", SERVICE_TIERS)),
                        Nearest.maybe(tier, SERVICE_TIERS));
            }
            var steps = byTier.objects(tier, this::step);
            if (ascend(steps, byTier.path(tier))) {
                prices.put(tier, steps);
            }
        }
        if (byTier.names().isEmpty()) {
            problems.note(
                    byTier.path(),
                    "there are no prices here",
                    "Maybe leave the member out, if the price is not known.");
        }
        return new Prices(prices);
    }

    private PriceStep step(Members members) {
        var above = members.count("aboveInputTokens", 0, 0);
        var input = price(members, "input");
        var cached = members.has("cachedInput") ? price(members, "cachedInput") : input;
        return new PriceStep(above, input, cached, price(members, "output"));
    }

    private Money price(Members members, String member) {
        var written =
                members.text(member, DECIMAL, "a decimal with at most nine decimals in quotes, such as \"1.375\"");
        if (written.isEmpty()) {
            return Money.ZERO;
        }
        var price = Money.parse(written);
        if (!price.fitsIn(PriceStep.MOST)) {
            problems.note(
                    members.path(member),
                    "price (%s) per million tokens must be at most %s".formatted(written, PriceStep.MOST.toDecimal(0)));
            return Money.ZERO;
        }
        return price;
    }

    private boolean ascend(List<PriceStep> steps, String path) {
        var last = -1;
        for (int i = 0; i < steps.size(); i++) {
            var above = steps.get(i).aboveInputTokens();
            if (i == 0 ? above != 0 : above <= last) {
                problems.note(
                        "%s[%s].aboveInputTokens".formatted(path, i),
                        "value (%d) is out of order: steps start at 0 and ascend".formatted(above));
                return false;
            }
            last = above;
        }
        return !steps.isEmpty();
    }
}
