package dev.douane.service.rulesets;

import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.Ruleset;
import dev.douane.service.packs.Packs;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.TimeSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The stored rulesets and their activations. Nothing here is ever changed, only added to. */
@ApplicationScoped
class Rulesets {
    static final String START = "start";

    /** Reasons that are kept of one ruleset, that of its first proposal among them. */
    static final int REASONS_MAX = 33;

    /** Those of one key. */
    static final int REASONS_OF_KEY_MAX = 5;

    private static final Logger LOG = Logger.getLogger(Rulesets.class);

    private final RulesetRows rows;
    private final ActivationRows activations;
    private final ChangeRows changes;
    private final Packs packs;
    private final TimeSource time;
    private final StrictJson json;

    @Inject
    Rulesets(
            RulesetRows rows,
            ActivationRows activations,
            ChangeRows changes,
            Packs packs,
            TimeSource time,
            StrictJson json) {
        this.rows = rows;
        this.activations = activations;
        this.changes = changes;
        this.packs = packs;
        this.time = time;
        this.json = json;
    }

    /**
     * A stored ruleset with its packs, ready to be compiled.
     *
     * @param activation the number of the activation that put it in force
     */
    record Stored(long activation, RulesetRef ref, Ruleset ruleset, Settings settings) {}

    /**
     * A ruleset's number.
     *
     * @param fresh whether it was given just now
     * @param whyNotKept why the reason that was said is not kept; null where it is
     */
    record Numbered(int number, boolean fresh, @Nullable String whyNotKept) {}

    /** The number that the same packs, terms and settings have already. */
    Optional<Numbered> numbered(Ruleset ruleset, Settings settings) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.byDigest(digest(ruleset, settings)).map(row -> new Numbered(row.number, false, null)));
    }

    /**
     * Somebody proposes what is there already: who and why is kept, once, since it may be another person with another reason. Who may approve stays: whoever is
     * not the one that proposed it first. Where as many reasons are kept as there may be, the ruleset is there all the same: whoever says another
     * one each time, such as a commit, is answered as before.
     *
     * @return why this reason is not kept; null where it is
     */
    @Nullable
    String proposedAgain(int number, String why, String by) {
        return QuarkusTransaction.requiringNew().call(() -> {
            rows.lockActivation();
            if (changes.isProposed(number, why, by)) {
                return null;
            }
            var tooMany = tooManyReasons(number, by);
            if (tooMany == null) {
                note(ChangeRow.PROPOSE, number, null, why, by, time.now().truncatedTo(ChronoUnit.MICROS));
            }
            return tooMany;
        });
    }

    private @Nullable String tooManyReasons(int number, String by) {
        if (changes.proposals(number, by) >= REASONS_OF_KEY_MAX) {
            return "this key gave %d reasons for this ruleset, which is all that are kept"
                    .formatted(REASONS_OF_KEY_MAX);
        }
        return changes.proposals(number, null) >= REASONS_MAX
                ? "there are %d reasons for this ruleset, which is all that are kept".formatted(REASONS_MAX)
                : null;
    }

    /**
     * Asked before a ruleset is looked at that may be new. Requests at the same moment may each pass: few are compiled at a time.
     *
     * @throws ProblemException TOO_MANY_REQUESTS where the key proposed as many in a day as it may
     */
    void demandAllowance(String by, int mostInADay) {
        if (mostInADay == 0) {
            return;
        }
        QuarkusTransaction.requiringNew()
                .call(() -> rows.proposed(by, mostInADay))
                .map(at -> Duration.between(time.now(), at.plus(1, ChronoUnit.DAYS)))
                .filter(Duration::isPositive)
                .ifPresent(free -> {
                    throw ProblemException.retryAfter(
                            ProblemType.TOO_MANY_REQUESTS,
                            "This key proposed %d rulesets in a day, and that is all it may (douane.rulesets.proposals-per-key-and-day)."
                                    .formatted(mostInADay),
                            free);
                });
    }

    /** Stores a ruleset that compiles, unless it has a number already. */
    Numbered propose(Ruleset ruleset, Settings settings, String title, String why, String by) {
        return QuarkusTransaction.requiringNew().call(() -> {
            rows.lockActivation();
            var digest = digest(ruleset, settings);
            var known = rows.byDigest(digest);
            if (known.isPresent()) {
                return new Numbered(known.get().number, false, null);
            }
            var row = store(ruleset, settings, digest, title, why, by);
            note(ChangeRow.PROPOSE, row.number, null, why, by, row.createdAt);
            LOG.infof("ruleset %d (%s) is proposed by %s: %s", row.number, digest, by, ruleset);
            return new Numbered(row.number, true, null);
        });
    }

    /** Number of the activation that is in force, empty before the first. */
    Optional<Long> lastActivation() {
        return QuarkusTransaction.requiringNew()
                .call(() -> activations.inForce(time.now()).map(last -> last.id));
    }

    /** What is in force, empty before the first activation. */
    Optional<Stored> inForce() {
        return QuarkusTransaction.requiringNew()
                .call(() -> activations.inForce(time.now()).map(this::stored));
    }

    private Stored stored(ActivationRow activation) {
        var row = rows.findById(activation.ruleset);
        var entries = row.packs.stream()
                .map(entry -> terms(entry)
                        .entry(
                                packs.find(entry.name, entry.version)
                                        .orElseThrow(() -> new NoSuchElementException(
                                                "pack (%s@%s) is in a ruleset but not published"
                                                        .formatted(entry.name, entry.version))),
                                entry.mode))
                .toList();
        return new Stored(
                java.util.Objects.requireNonNull(activation.id), row.ref(), new Ruleset(entries), row.settings());
    }

    /**
     * Stores the ruleset of the packs this node was given and puts it in force, unless it is in force, or somebody else than a start put
     * another one in force: what people activated stays.
     */
    void activateGiven(List<Pack> given, Settings settings) {
        QuarkusTransaction.requiringNew().run(() -> activateIfNew(Ruleset.enforcing(given), settings));
    }

    private void activateIfNew(Ruleset ruleset, Settings settings) {
        rows.lockActivation();
        var digest = digest(ruleset, settings);
        var row = rows.byDigest(digest).orElseGet(() -> storeGiven(ruleset, settings, digest));
        var last = activations.inForce(time.now()).orElse(null);
        if (last != null && !last.activatedBy.equals(START)) {
            LOG.infof("ruleset %d, put in force by %s, stays in force", last.ruleset, last.activatedBy);
            return;
        }
        if (last == null || !last.ruleset.equals(row.number)) {
            var activation = new ActivationRow();
            activation.ruleset = row.number;
            activation.activatedAt = time.now().truncatedTo(ChronoUnit.MICROS);
            activation.activatedBy = START;
            activations.persistAndFlush(activation);
            note(ChangeRow.ACTIVATE, row.number, activation.id, null, START, activation.activatedAt);
            LOG.infof("ruleset %d (%s) is activated: %s", row.number, digest, ruleset);
        }
    }

    private RulesetRow storeGiven(Ruleset ruleset, Settings settings, String digest) {
        var row = store(ruleset, settings, digest, null, null, START);
        note(ChangeRow.PROPOSE, row.number, null, null, START, row.createdAt);
        return row;
    }

    private void note(
            String action, int number, @Nullable Long activation, @Nullable String why, String by, Instant at) {
        var change = new ChangeRow();
        change.action = action;
        change.ruleset = number;
        change.activation = activation;
        change.why = why;
        change.changedAt = at;
        change.changedBy = by;
        changes.persistAndFlush(change);
    }

    private RulesetRow store(
            Ruleset ruleset,
            Settings settings,
            String digest,
            @Nullable String title,
            @Nullable String why,
            String by) {
        var row = new RulesetRow();
        row.number = rows.lastNumber() + 1;
        row.digest = digest;
        row.defaultMaxOutputTokens = settings.defaultMaxOutputTokens();
        row.zone = settings.zone().getId();
        row.createdAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.createdBy = by;
        row.title = title;
        row.why = why;
        ruleset.entries().forEach(entry -> row.packs.add(entry(entry)));
        rows.persistAndFlush(row);
        return row;
    }

    /** How long the terms of all its packs are as they are stored, in bytes: names in their one spelling may be longer than they were said. */
    long termsBytes(Ruleset ruleset) {
        return ruleset.entries().stream()
                .mapToLong(entry -> json.write(EntryTerms.of(entry)).length)
                .sum();
    }

    private EntryTerms terms(RulesetRow.PackEntry entry) {
        return json.readStored(entry.terms, EntryTerms.class);
    }

    private RulesetRow.PackEntry entry(Ruleset.Entry entry) {
        var manifest = entry.pack().manifest();
        var written = new RulesetRow.PackEntry();
        written.name = manifest.name();
        written.version = manifest.version().toString();
        written.digest = entry.pack().digest();
        written.mode = EntryTerms.word(entry.modes().usual().mode());
        written.terms = new String(json.write(EntryTerms.of(entry)), StandardCharsets.UTF_8);
        return written;
    }

    /** {@code sha256:} over the digest of the packs and one line for each setting. */
    static String digest(Ruleset ruleset, Settings settings) {
        var text = "douane-ruleset-in-force-1\n%s\ndefaultMaxOutputTokens %s\nzone %s\n"
                .formatted(ruleset.digest(), settings.defaultMaxOutputTokens(), settings.zone());
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
