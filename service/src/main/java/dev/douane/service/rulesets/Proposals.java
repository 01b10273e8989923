package dev.douane.service.rulesets;

import dev.douane.rules.decide.Settings;
import dev.douane.rules.drools.RulesetStore;
import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.text.PlainText;
import dev.douane.service.packs.CompileQueue;
import dev.douane.service.packs.PackProblems;
import dev.douane.service.packs.PackQuarantine;
import dev.douane.service.packs.PackVocabulary;
import dev.douane.service.packs.Packs;
import dev.douane.service.packworker.PackWorkers;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.TimeSource;
import dev.douane.service.platform.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Proposed rulesets: read, compiled once so that nobody approves what cannot run, and numbered. */
@ApplicationScoped
class Proposals {
    static final int TITLE_LENGTH_MAX = 200;
    static final int WHY_LENGTH_MAX = 2_000;

    /** Bytes of the files of all its packs. */
    static final long FILES_BYTES_MAX = 32 << 20;

    /** Bytes of the terms of all its packs, as they are stored. */
    static final int TERMS_BYTES_MAX = StrictJson.MAX_BYTES;

    /** Exceptions of all packs of a ruleset together. */
    static final int EXCEPTIONS_MAX = 500;

    private final Rulesets rulesets;
    private final Packs packs;
    private final PackQuarantine quarantine;
    private final RuleCompiler compiler;
    private final PackWorkers proving;
    private final CompileQueue queue;
    private final PackVocabulary vocabulary;
    private final RulesetsConfig config;
    private final TimeSource time;

    @Inject
    Proposals(
            Rulesets rulesets,
            Packs packs,
            PackQuarantine quarantine,
            RulesetStore store,
            PackWorkers proving,
            CompileQueue queue,
            PackVocabulary vocabulary,
            RulesetsConfig config,
            TimeSource time) {
        this.rulesets = rulesets;
        this.packs = packs;
        this.quarantine = quarantine;
        this.compiler = new WorkerCompiler(store, proving.authors());
        this.proving = proving;
        this.queue = queue;
        this.vocabulary = vocabulary;
        this.config = config;
        this.time = time;
    }

    /**
     * Proposes. One at a time, since the files of all its packs are read.
     *
     * @param by who does; never the one who may approve it
     * @throws ProblemException INVALID_REQUEST or UNPROCESSABLE with all members that are wrong, PACK_REJECTED where the packs do not compile
     *     together, TOO_MANY_REQUESTS where the key proposed as many as it may, OVERLOADED
     */
    Rulesets.Numbered propose(RulesetRequest request, String by) {
        try {
            return queue.run(() -> numbered(request, by));
        } catch (PackException e) {
            throw PackProblems.rejected(e);
        }
    }

    private Rulesets.Numbered numbered(RulesetRequest request, String by) throws PackException {
        var violations = new ArrayList<Violation>();
        note("/title", PlainText.faultInName(request.title(), TITLE_LENGTH_MAX), violations);
        note("/why", PlainText.faultInLines(request.why(), WHY_LENGTH_MAX), violations);
        var settings = settings(request.settings(), violations);
        var ruleset = ruleset(request.packs(), violations);
        if (settings == null || ruleset == null || !violations.isEmpty()) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, "This ruleset cannot be proposed.", violations);
        }
        var known = rulesets.numbered(asSaid(ruleset, request.packs()), settings)
                .or(() -> rulesets.numbered(ruleset, settings));
        if (known.isPresent()) {
            return again(known.get(), request, by);
        }
        rulesets.demandAllowance(by, config.proposalsPerKeyAndDay());
        refuseLongTerms(ruleset);
        refusePast(request.packs());
        refuseUnreached(ruleset, request.packs());
        refuseHeld(request.packs());
        refuseWhatDeniesCalls(ruleset);
        compiler.compile(ruleset).close();
        var numbered = rulesets.propose(ruleset, settings, request.title(), request.why(), by);
        return numbered.fresh() ? numbered : again(numbered, request, by);
    }

    /** Rulesets from before values had one spelling keep them as they were said, and their number with them. */
    private static Ruleset asSaid(Ruleset ruleset, List<RulesetRequest.PackRequest> asked) {
        var said = new HashMap<String, SortedMap<String, String>>();
        asked.forEach(one ->
                said.put(one.name(), one.parameters() == null ? Collections.emptySortedMap() : one.parameters()));
        return new Ruleset(ruleset.entries().stream()
                .map(entry -> new Ruleset.Entry(
                        entry.pack(),
                        entry.modes(),
                        said.getOrDefault(entry.pack().manifest().name(), entry.parameters())))
                .toList());
    }

    private Rulesets.Numbered again(Rulesets.Numbered known, RulesetRequest request, String by) {
        return new Rulesets.Numbered(known.number(), false, rulesets.proposedAgain(known.number(), request.why(), by));
    }

    /**
     * Holds every pack, with the parameters it gets here, against the words of today: a group or a provider that nobody knows would deny
     * calls by name. So would packs that look at too much together. A ruleset that is in force already is not asked again, since a provider
     * may leave the catalog.
     */
    private void refuseWhatDeniesCalls(Ruleset ruleset) throws PackException {
        proving.authors().check(ruleset, vocabulary.today());
    }

    /** They are read whenever the ruleset is shown or put in force, and a spelling may be several times as long as what was said. */
    private void refuseLongTerms(Ruleset ruleset) {
        long bytes = rulesets.termsBytes(ruleset);
        if (bytes > TERMS_BYTES_MAX) {
            refuse(List.of(new Violation(
                    "/packs",
                    "have terms of %d bytes together, names of callers in their one spelling; at most %d"
                            .formatted(bytes, TERMS_BYTES_MAX))));
        }
    }

    /** Not asked of a ruleset that is there already: days pass, and proposing it again changes nothing. */
    private void refusePast(List<RulesetRequest.PackRequest> asked) {
        var violations = new ArrayList<Violation>();
        for (int i = 0; i < asked.size(); i++) {
            new ProposedTerms("/packs/" + i, violations).refusePast(asked.get(i).terms(), time.instant());
        }
        refuse(violations);
    }

    /** Nor is this: whoever goes back to what was in force finds it as it was. */
    private static void refuseUnreached(Ruleset ruleset, List<RulesetRequest.PackRequest> asked) {
        var modes = new HashMap<String, Modes>();
        ruleset.entries().forEach(entry -> modes.put(entry.pack().manifest().name(), entry.modes()));
        var violations = new ArrayList<Violation>();
        int exceptions = 0;
        for (int i = 0; i < asked.size(); i++) {
            var its = Objects.requireNonNull(modes.get(asked.get(i).name()));
            violations.addAll(UnreachedExceptions.of("/packs/" + i, its));
            exceptions += its.exceptions().size();
        }
        if (exceptions > EXCEPTIONS_MAX) {
            violations.add(new Violation(
                    "/packs",
                    "have %d exceptions (scopes) together, and each call is held against them; at most %d"
                            .formatted(exceptions, EXCEPTIONS_MAX)));
        }
        refuse(violations);
    }

    /**
     * Nor is this: what is there was proposed before, and going back to it must not wait for anybody. What is never enforced may be proposed: it
     * is not asked, and so an end can be taken from a trial that is held.
     */
    private void refuseHeld(List<RulesetRequest.PackRequest> asked) {
        var violations = new ArrayList<Violation>();
        for (int i = 0; i < asked.size(); i++) {
            var reference = asked.get(i).name() + "@" + asked.get(i).version();
            var modes = asked.get(i)
                    .terms()
                    .modes(Objects.requireNonNullElse(asked.get(i).mode(), "enforce"));
            if (modes.isEverEnforced() && quarantine.holds(reference)) {
                violations.add(new Violation(
                        "/packs/" + i,
                        "pack (%s) is in quarantine, since it was too much work for a call\nMaybe publish a version that looks at less, have an approver release it, or observe it without an end: it is not asked then."
                                .formatted(reference)));
            }
        }
        refuse(violations);
    }

    private static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, "This ruleset cannot be proposed.", violations);
        }
    }

    private static void note(String pointer, @Nullable String fault, List<Violation> violations) {
        if (fault != null) {
            violations.add(new Violation(pointer, fault));
        }
    }

    private @Nullable Settings settings(RulesetRequest.@Nullable SettingsRequest said, List<Violation> violations) {
        int tokens = said == null || said.defaultMaxOutputTokens() == null
                ? config.defaultMaxOutputTokens()
                : said.defaultMaxOutputTokens();
        var zone = said == null || said.zone() == null ? config.zone().getId() : said.zone();
        if (tokens < 1) {
            violations.add(
                    new Violation("/settings/defaultMaxOutputTokens", "(%d) must be at least 1".formatted(tokens)));
            return null;
        }
        try {
            return new Settings(tokens, ZoneId.of(zone));
        } catch (DateTimeException e) {
            violations.add(
                    new Violation("/settings/zone", "(%s) must be a time zone such as Europe/Paris".formatted(zone)));
            return null;
        }
    }

    private @Nullable Ruleset ruleset(@Nullable List<RulesetRequest.PackRequest> asked, List<Violation> violations) {
        if (asked == null || asked.isEmpty() || asked.size() > Size.PACKS.most()) {
            violations.add(new Violation("/packs", "must list 1 to %d packs".formatted(Size.PACKS.most())));
            return null;
        }
        var bytes = asked.stream()
                .mapToLong(one -> packs.bytes(one.name(), one.version()))
                .sum();
        if (bytes > FILES_BYTES_MAX) {
            violations.add(new Violation(
                    "/packs",
                    "have %d bytes of files together, which are read and compiled at a time; at most %d"
                            .formatted(bytes, FILES_BYTES_MAX)));
            return null;
        }
        var entries = new ArrayList<Ruleset.Entry>();
        for (int i = 0; i < asked.size(); i++) {
            var one = asked.get(i);
            var pack = packs.find(one.name(), one.version());
            if (pack.isEmpty()) {
                violations.add(new Violation(
                        "/packs/" + i, "pack (%s@%s) is not published".formatted(one.name(), one.version())));
                continue;
            }
            var terms = new ProposedTerms("/packs/" + i, violations)
                    .read(one.terms(), pack.get().manifest().parameters());
            if (terms == null) {
                continue;
            }
            try {
                entries.add(terms.entry(pack.get(), Objects.requireNonNullElse(one.mode(), "enforce")));
            } catch (IllegalArgumentException e) {
                violations.add(new Violation("/packs/" + i, String.valueOf(e.getMessage())));
            }
        }
        try {
            return new Ruleset(entries);
        } catch (IllegalArgumentException e) {
            violations.add(new Violation("/packs", String.valueOf(e.getMessage())));
            return null;
        }
    }
}
