package dev.douane.service.decisions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.CallerAttribute;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request as it was understood: one order of members, defaults spelt out, no whitespace, nothing that is absent. Two bodies that
 * ask the same come out the same, byte for byte; read again, it asks the same under any later default.
 */
final class CanonicalRequest {
    private final JsonGenerator json;

    private CanonicalRequest(JsonGenerator json) {
        this.json = json;
    }

    /** JSON in UTF-8. */
    static byte[] of(DecisionRequest request) {
        return JsonBytes.written(json -> new CanonicalRequest(json).write(request));
    }

    /** Who asked, of a request that was written so. */
    static Caller caller(JsonNode written) {
        var caller = written.path("caller");
        var named = Caller.UNKNOWN;
        for (var attribute : CallerAttribute.values()) {
            var value = caller.path(attribute.word()).textValue();
            if (value != null) {
                named = named.saying(attribute, value);
            }
        }
        return named;
    }

    private void write(DecisionRequest request) throws IOException {
        json.writeStartObject();
        call(request);
        caller(request);
        data(request);
        workload(request);
        options(request);
        if (!request.attributes().isEmpty()) {
            json.writeObjectFieldStart("attributes");
            for (var attribute : request.attributes().entrySet()) {
                json.writeStringField(attribute.getKey(), attribute.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void call(DecisionRequest request) throws IOException {
        var call = request.question().call();
        json.writeObjectFieldStart("call");
        text("model", call.model());
        text("provider", call.provider());
        text("region", call.region());
        text("deployment", call.deployment());
        text("operation", call.operation());
        json.writeNumberField("inputTokens", call.inputTokens());
        json.writeNumberField("cachedInputTokens", call.cachedInputTokens());
        if (call.maxOutputTokens() != null) {
            json.writeNumberField("maxOutputTokens", call.maxOutputTokens());
        }
        json.writeNumberField("n", call.n());
        text("serviceTier", call.serviceTier());
        list("capabilities", call.capabilities());
        json.writeEndObject();
    }

    private void caller(DecisionRequest request) throws IOException {
        var caller = request.question().caller();
        json.writeObjectFieldStart("caller");
        text("organisation", caller.organisation());
        text("product", caller.product());
        text("team", caller.team());
        text("workflow", caller.workflow());
        text("user", caller.user());
        text("run", caller.run());
        text("environment", caller.environment());
        text("location", caller.location());
        json.writeEndObject();
    }

    private void data(DecisionRequest request) throws IOException {
        var data = request.question().data();
        json.writeObjectFieldStart("data");
        list("classes", data.classes());
        list("subjectLocations", data.subjectLocations());
        json.writeEndObject();
    }

    private void workload(DecisionRequest request) throws IOException {
        var workload = request.question().workload();
        json.writeObjectFieldStart("workload");
        text("task", workload.task());
        text("criticality", workload.criticality());
        text("phase", workload.phase());
        json.writeBooleanField("interactive", workload.interactive());
        json.writeEndObject();
    }

    private void options(DecisionRequest request) throws IOException {
        var options = request.question().options();
        json.writeObjectFieldStart("options");
        text("mode", word(options.mode()));
        json.writeBooleanField("acceptDowngrade", options.acceptDowngrade());
        text("maxWait", options.maxWait().toString());
        json.writeBooleanField("hold", options.hold());
        text("explain", word(options.explain()));
        json.writeEndObject();
    }

    private void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private void list(String name, Collection<String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (var value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
