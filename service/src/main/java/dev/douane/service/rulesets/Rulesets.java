package dev.douane.service.rulesets;

import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.Ruleset;
import dev.douane.service.packs.Packs;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.TimeSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The stored rulesets and their activations. Nothing here is ever changed, only added to. */
@ApplicationScoped
class Rulesets {
    static final String START = "start";

    private static final Logger LOG = Logger.getLogger(Rulesets.class);

    private final RulesetRows rows;
    private final ActivationRows activations;
    private final Packs packs;
    private final TimeSource time;
    private final StrictJson json;

    @Inject
    Rulesets(RulesetRows rows, ActivationRows activations, Packs packs, TimeSource time, StrictJson json) {
        this.rows = rows;
        this.activations = activations;
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

    /** Number of the last activation, empty before the first. */
    Optional<Long> lastActivation() {
        return QuarkusTransaction.requiringNew().call(() -> activations.last().map(last -> last.id));
    }

    /** What is in force, empty before the first activation. */
    Optional<Stored> inForce() {
        return QuarkusTransaction.requiringNew().call(() -> activations.last().map(this::stored));
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
        var row = rows.byDigest(digest).orElseGet(() -> store(ruleset, settings, digest));
        var last = activations.last().orElse(null);
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
            LOG.infof("ruleset %d (%s) is activated: %s", row.number, digest, ruleset);
        }
    }

    private RulesetRow store(Ruleset ruleset, Settings settings, String digest) {
        var row = new RulesetRow();
        row.number = rows.lastNumber() + 1;
        row.digest = digest;
        row.defaultMaxOutputTokens = settings.defaultMaxOutputTokens();
        row.zone = settings.zone().getId();
        row.createdAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.createdBy = START;
        ruleset.entries().forEach(entry -> row.packs.add(entry(entry)));
        rows.persistAndFlush(row);
        return row;
    }

    private EntryTerms terms(RulesetRow.PackEntry entry) {
        return json.read(entry.terms.getBytes(StandardCharsets.UTF_8), EntryTerms.class);
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
        var text = "douane-ruleset-in-force-1\n%s\ndefaultMaxOutputTokens %d\nzone %s\n"
                .formatted(ruleset.digest(), settings.defaultMaxOutputTokens(), settings.zone());
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
