package dev.douane.service.budgets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.Changes;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.terms.Wanted;
import dev.douane.rules.usage.EstimateTerms;
import dev.douane.service.platform.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Locale;
import java.util.TreeMap;

/** Terms and selectors as JSON, in one form each: what is stored is what is shown, and reads as what was said. */
final class TermsJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String BEFORE_ENFORCEMENT = "hardness";

    private TermsJson() {}

    /** The terms that changes name, in their one form. */
    static TermsRequest said(Changes changes) {
        return new TermsRequest(
                changes.owner(),
                changes.amount() == null ? null : changes.amount().toDecimal(2),
                changes.period() == null ? null : TermsRequest.PeriodRequest.of(changes.period()),
                changes.hard() == null ? null : enforcement(changes.hard()),
                changes.overrun() == null ? null : changes.overrun().word(),
                changes.estimate() == null ? null : estimate(changes.estimate()),
                changes.rollover() == null ? null : rollover(changes.rollover()),
                changes.releases() == null ? null : holdExpiry(changes.releases()),
                changes.closed());
    }

    static String enforcement(boolean hard) {
        return hard ? "hard" : "soft";
    }

    static String holdExpiry(boolean releases) {
        return releases ? "release" : "charge";
    }

    static JsonNode estimate(EstimateTerms estimate) {
        var node = NODES.objectNode();
        node.put("mode", estimate.isExpected() ? "expected" : "worst-case");
        if (estimate.isExpected()) {
            node.put("quantile", BigDecimal.valueOf(estimate.quantilePermille(), 3));
            node.put("floorTokens", estimate.floorTokens());
            node.put("warmUp", estimate.warmUp());
        }
        return node;
    }

    static JsonNode period(Period period) {
        return JSON.valueToTree(TermsRequest.PeriodRequest.of(period));
    }

    static JsonNode rollover(Rollover rollover) {
        return switch (rollover) {
            case Rollover.None none -> NODES.textNode("none");
            case Rollover.Carry carry -> NODES.textNode("carry");
            case Rollover.Capped(var cap) -> NODES.objectNode().put("capped", cap.toDecimal(2));
        };
    }

    static String write(Changes changes) {
        try {
            return JSON.writeValueAsString(said(changes));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("changes (%s) cannot be written".formatted(changes), e);
        }
    }

    static Changes changes(String stored) {
        var wrong = new ArrayList<Violation>();
        try {
            var changes = TermsReader.ofStored(wrong)
                    .read(JSON.treeToValue(inTodaysWords(JSON.readTree(stored)), TermsRequest.class));
            if (wrong.isEmpty()) {
                return changes;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored changes (%s) are not readable".formatted(stored), e);
        }
        throw new IllegalStateException("stored changes (%s) are not readable: %s".formatted(stored, wrong));
    }

    /** Rows are append-only: those of before the member was called {@code enforcement} keep its old name. */
    private static JsonNode inTodaysWords(JsonNode stored) {
        if (stored instanceof ObjectNode members && members.has(BEFORE_ENFORCEMENT)) {
            members.set("enforcement", members.remove(BEFORE_ENFORCEMENT));
        }
        return stored;
    }

    /** A term's name as it is said today. */
    static String inTodaysWords(String term) {
        return term.equals(BEFORE_ENFORCEMENT) ? "enforcement" : term;
    }

    /** By attribute: a value, {@code each}, or a list of values. */
    static JsonNode scope(ScopeSelector scope) {
        var node = NODES.objectNode();
        scope.wanted().forEach((attribute, wanted) -> node.set(attribute.word(), wanted(wanted)));
        return node;
    }

    static JsonNode wanted(Wanted wanted) {
        if (wanted.isEach()) {
            return NODES.textNode(Wanted.EACH_WORD);
        }
        if (wanted.values().size() == 1) {
            return NODES.textNode(wanted.values().first());
        }
        var values = NODES.arrayNode();
        wanted.values().forEach(values::add);
        return values;
    }

    static ScopeSelector scope(String stored) {
        try {
            return scope(JSON.readTree(stored));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException("stored scope (%s) is not readable".formatted(stored), e);
        }
    }

    private static ScopeSelector scope(JsonNode node) {
        var wanted = new TreeMap<Attribute, Wanted>();
        for (var member : node.properties()) {
            var attribute = Attribute.valueOf(member.getKey().toUpperCase(Locale.ROOT));
            wanted.put(attribute, wanted(member.getValue()));
        }
        return new ScopeSelector(wanted);
    }

    /**
     * What is asked of one attribute.
     *
     * @throws IllegalArgumentException if it is neither a value nor a list of some
     */
    static Wanted wanted(JsonNode node) {
        if (node.isTextual()) {
            return Wanted.of(node.textValue());
        }
        if (node.isArray()) {
            var values = new ArrayList<String>();
            for (var value : node) {
                if (!value.isTextual()) {
                    throw new IllegalArgumentException("a list of scope values must hold texts");
                }
                values.add(value.textValue());
            }
            if (values.contains(Wanted.EACH_WORD)) {
                throw new IllegalArgumentException("each stands alone, not in a list");
            }
            return Wanted.anyOf(values);
        }
        throw new IllegalArgumentException("must be a value, each, or a list of values");
    }
}
