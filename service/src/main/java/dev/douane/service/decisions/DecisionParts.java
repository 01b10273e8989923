package dev.douane.service.decisions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.decide.Because;
import dev.douane.rules.decide.Explanation;
import dev.douane.rules.decide.NearestMiss;
import dev.douane.rules.decide.Option;
import dev.douane.rules.decide.Reason;
import dev.douane.rules.decide.WouldHave;
import dev.douane.service.ledger.AccountAfter;
import dev.douane.service.ledger.Hold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of a decision as {@link DecisionView} and {@link Evidence} describe them, straight from what was decided: a decision is
 * written once and never bound to those records, which took as long as the rules did.
 */
final class DecisionParts {
    private static final SerializedString DEPLOYMENT = new SerializedString("deployment");
    private static final SerializedString MODEL = new SerializedString("model");
    private static final SerializedString PROVIDER = new SerializedString("provider");
    private static final SerializedString REGION = new SerializedString("region");
    private static final SerializedString HOSTING = new SerializedString("hosting");
    private static final SerializedString CONTROL = new SerializedString("control");
    private static final SerializedString TIER = new SerializedString("tier");
    private static final SerializedString RULE = new SerializedString("rule");
    private static final SerializedString CODE = new SerializedString("code");
    private static final SerializedString PACK = new SerializedString("pack");
    private static final SerializedString EFFECT = new SerializedString("effect");
    private static final SerializedString MESSAGE = new SerializedString("message");

    private static final SerializedString ESTIMATED = new SerializedString(",\"estimated\":\"");
    private static final SerializedString MAX_OUTPUT_TOKENS = new SerializedString("\",\"maxOutputTokens\":");

    private static final double TO_FOUR_DECIMALS = 10_000;

    private DecisionParts() {}

    /** An object with these members as it is written, but for its last brace. */
    static SerializedString openObject(JsonBytes.Writing members) {
        var whole = JsonBytes.written(json -> {
            json.writeStartObject();
            members.to(json);
            json.writeEndObject();
        });
        return new SerializedString(new String(whole, 0, whole.length - 1, StandardCharsets.UTF_8));
    }

    static void because(JsonGenerator json, Because because) throws IOException {
        json.writeObjectFieldStart("because");
        text(json, CODE, because.code());
        text(json, MESSAGE, because.message());
        if (because.rule() != null && because.pack() != null) {
            text(json, RULE, because.rule());
            text(json, PACK, because.pack());
        }
        json.writeEndObject();
    }

    static void target(JsonGenerator json, DeploymentTexts texts, Deployment deployment) throws IOException {
        json.writeRawValue(texts.open(deployment));
        json.writeRaw('}');
    }

    static void alternatives(JsonGenerator json, DeploymentTexts texts, List<Option> options) throws IOException {
        json.writeArrayFieldStart("alternatives");
        for (var option : options) {
            json.writeRawValue(texts.open(option.deployment()));
            json.writeRaw(ESTIMATED);
            json.writeRaw(option.estimate().toString());
            json.writeRaw(MAX_OUTPUT_TOKENS);
            json.writeRaw(Integer.toString(option.maxOutputTokens()));
            json.writeRaw('}');
        }
        json.writeEndArray();
    }

    static void place(JsonGenerator json, Deployment deployment) throws IOException {
        text(json, DEPLOYMENT, deployment.id().value());
        text(json, MODEL, deployment.model().value());
        text(json, PROVIDER, deployment.provider().value());
        text(json, REGION, deployment.region());
        country(json, HOSTING, deployment.hosting());
        country(json, CONTROL, deployment.control());
        text(json, TIER, deployment.tier().name());
    }

    static void reasons(JsonGenerator json, List<Reason> reasons) throws IOException {
        json.writeArrayFieldStart("reasons");
        for (var reason : reasons) {
            json.writeStartObject();
            text(json, RULE, reason.rule());
            if (reason.pack() != null) {
                text(json, PACK, reason.pack());
            }
            text(json, EFFECT, reason.effect());
            text(json, MESSAGE, reason.message());
            if (!reason.cites().isEmpty()) {
                texts(json, "cites", reason.cites());
            }
            json.writeStringField("mode", word(reason.mode()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Left out where there is nothing that would have been. */
    static void wouldHave(JsonGenerator json, DeploymentTexts texts, @Nullable WouldHave wouldHave) throws IOException {
        if (wouldHave == null) {
            return;
        }
        json.writeObjectFieldStart("wouldHave");
        json.writeStringField("verdict", wouldHave.verdict().word());
        var target = wouldHave.verdict().target();
        if (target != null) {
            json.writeFieldName("target");
            target(json, texts, target.deployment());
        }
        texts(json, "because", wouldHave.because());
        json.writeEndObject();
    }

    static void hold(JsonGenerator json, Hold hold) throws IOException {
        json.writeObjectFieldStart("hold");
        json.writeStringField("amount", hold.amount().toString());
        json.writeStringField("expiresAt", hold.expiresAt().toString());
        json.writeEndObject();
    }

    static void budgets(JsonGenerator json, List<AccountAfter> accounts) throws IOException {
        json.writeArrayFieldStart("budgets");
        for (var account : accounts) {
            var budget = account.figures();
            json.writeStartObject();
            json.writeStringField("name", budget.name());
            json.writeStringField("remaining", budget.left().toDecimal(2));
            json.writeNumberField(
                    "usedFraction", Math.round(budget.getUsedFraction() * TO_FOUR_DECIMALS) / TO_FOUR_DECIMALS);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void nearestMiss(JsonGenerator json, NearestMiss miss) throws IOException {
        json.writeObjectFieldStart("nearestMiss");
        json.writeArrayFieldStart("reasons");
        for (var reason : miss.reasons()) {
            json.writeStartObject();
            text(json, RULE, reason.rule());
            text(json, EFFECT, reason.effect());
            text(json, MESSAGE, reason.message());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (miss.deployment() != null) {
            text(json, DEPLOYMENT, miss.deployment().value());
        }
        json.writeEndObject();
    }

    static void explanation(JsonGenerator json, Explanation explanation) throws IOException {
        json.writeObjectFieldStart("explanation");
        json.writeNumberField("catalog", explanation.catalog());
        json.writeArrayFieldStart("steps");
        for (var step : explanation.steps()) {
            json.writeStartObject();
            text(json, RULE, step.rule());
            text(json, EFFECT, step.effect());
            json.writeNumberField("excluded", step.excluded());
            json.writeNumberField("left", step.left());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("eligible", explanation.eligible());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (var text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void country(JsonGenerator json, SerializedString name, @Nullable Country country)
            throws IOException {
        if (country != null) {
            text(json, name, country.code());
        }
    }

    private static void text(JsonGenerator json, SerializedString name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
