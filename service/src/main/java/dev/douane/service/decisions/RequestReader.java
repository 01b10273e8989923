package dev.douane.service.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.call.Call;
import dev.douane.rules.call.CallWords;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a gateway asks, strictly: nothing is coerced, guessed or ignored, and everything that is wrong is said at once.
 *
 * <p>From a tree rather than by data binding, which stops at the first thing wrong and forgives others.
 */
@ApplicationScoped
class RequestReader {
    private static final int NAME = CallWords.LENGTH_MAX;
    private static final int LONG_NAME = 256;
    private static final int MAX_ATTRIBUTES = 16;
    private static final Duration MAX_WAIT = Duration.ofDays(31);
    private static final List<String> MODES = words(Options.Mode.values());
    private static final List<String> EXPLAINS = words(Options.Explain.values());

    private final VocabularyConfig vocabulary;

    RequestReader(VocabularyConfig vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * @param body one request
     * @param pointer where it stands in what was sent
     * @throws ProblemException INVALID_REQUEST with all that is wrong with it, or UNPROCESSABLE where its members contradict each other
     */
    DecisionRequest read(JsonNode body, String pointer) {
        var violations = new ArrayList<Violation>();
        var contradictions = new ArrayList<Violation>();
        var root = new Fields(body, pointer, violations);
        if (!body.isObject()) {
            throw ProblemException.at(pointer, "is not a JSON object");
        }
        var question = new Question(
                call(root.requiredObject("call"), contradictions),
                caller(root.object("caller")),
                data(root.object("data")),
                workload(root.object("workload")),
                options(root.object("options")));
        var attributes = root.textMap("attributes", MAX_ATTRIBUTES, LONG_NAME);
        root.end();
        if (!violations.isEmpty()) {
            throw invalid(violations);
        }
        if (!contradictions.isEmpty()) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, "The request contradicts itself.", contradictions);
        }
        return new DecisionRequest(question, attributes);
    }

    private static ProblemException invalid(List<Violation> violations) {
        return new ProblemException(ProblemType.INVALID_REQUEST, "The request is not valid.", violations);
    }

    /** Where a member is wrong the call carries a value in its place, and is thrown away with the violations. */
    private Call call(Fields fields, List<Violation> contradictions) {
        var namesTarget = fields.has("model") || fields.has("deployment") || fields.isAbsent();
        var model = fields.text("model", LONG_NAME);
        var provider = fields.text("provider", NAME);
        var region = fields.text("region", NAME);
        var deployment = fields.text("deployment", LONG_NAME);
        if (!namesTarget) {
            fields.violate("model", "is missing; a call names a model or a deployment");
        }
        var operation = or(fields.word("operation", vocabulary.operations()), "chat");
        var input = fields.requiredInteger("inputTokens", 0, Call.TOKENS_MAX);
        var cached = or(fields.integer("cachedInputTokens", 0, Call.TOKENS_MAX), 0);
        if (cached > input) {
            contradictions.add(fields.violation(
                    "cachedInputTokens",
                    "[%d] is more than all input tokens [%d], which include them".formatted(cached, input)));
        }
        var maxOutput = fields.integer("maxOutputTokens", 1, Call.TOKENS_MAX);
        var n = or(fields.integer("n", 1, Call.COMPLETIONS_MAX), 1);
        var serviceTier = or(fields.word("serviceTier", vocabulary.serviceTiers()), "default");
        var capabilities = fields.texts("capabilities", NAME);
        fields.end();
        return new Call(
                model == null && deployment == null ? Call.AUTO : model,
                provider,
                region,
                deployment,
                operation,
                input,
                Math.min(cached, input),
                maxOutput,
                n,
                serviceTier,
                capabilities);
    }

    private static Caller caller(Fields fields) {
        if (fields.isAbsent()) {
            return Caller.UNKNOWN;
        }
        var caller = new Caller(
                fields.name("organisation", NAME),
                fields.name("product", NAME),
                fields.name("team", NAME),
                fields.name("workflow", NAME),
                fields.name("user", NAME),
                fields.name("run", NAME),
                fields.name("environment", NAME),
                fields.country("location"));
        fields.end();
        return caller;
    }

    private Data data(Fields fields) {
        if (fields.isAbsent()) {
            return Data.UNKNOWN;
        }
        var data = Data.of(fields.words("classes", vocabulary.dataClasses()), fields.countries("subjectLocations"));
        fields.end();
        return data;
    }

    private Workload workload(Fields fields) {
        var unknown = Workload.UNKNOWN;
        if (fields.isAbsent()) {
            return unknown;
        }
        var workload = Workload.of(
                fields.kebab("task", NAME),
                or(fields.word("criticality", vocabulary.criticalities()), unknown.criticality()),
                or(fields.word("phase", vocabulary.phases()), unknown.phase()),
                or(fields.bool("interactive"), unknown.interactive()));
        fields.end();
        return workload;
    }

    private static Options options(Fields fields) {
        var unsaid = Options.DEFAULT;
        if (fields.isAbsent()) {
            return unsaid;
        }
        var mode = fields.word("mode", MODES);
        var acceptDowngrade = or(fields.bool("acceptDowngrade"), unsaid.acceptDowngrade());
        var maxWait = or(fields.duration("maxWait", MAX_WAIT), unsaid.maxWait());
        var hold = or(fields.bool("hold"), unsaid.hold());
        var explain = fields.word("explain", EXPLAINS);
        fields.end();
        return new Options(
                mode == null ? unsaid.mode() : Options.Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
                acceptDowngrade,
                maxWait,
                hold,
                explain == null ? unsaid.explain() : Options.Explain.valueOf(explain.toUpperCase(Locale.ROOT)));
    }

    private static <T> T or(@Nullable T said, T unsaid) {
        return said == null ? unsaid : said;
    }

    private static List<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
