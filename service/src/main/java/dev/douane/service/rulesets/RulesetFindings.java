package dev.douane.service.rulesets;

import dev.douane.rules.worker.PackFinding;
import dev.douane.service.packs.PackFindings;
import dev.douane.service.platform.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What whoever proposes or approves a ruleset should know of its packs. */
@ApplicationScoped
class RulesetFindings {
    private static final int LISTED_MAX = 200;

    private final PackFindings findings;
    private final TimeSource time;

    @Inject
    RulesetFindings(PackFindings findings, TimeSource time) {
        this.findings = findings;
        this.time = time;
    }

    /**
     * Of all packs of a ruleset.
     *
     * @param listed those that weigh most first, and then pack by pack
     * @param more how many are not listed, at least
     */
    record Told(List<FindingView> listed, int more) {}

    private record Found(RulesetView.PackView pack, PackFinding finding) {
        FindingView view() {
            return FindingView.of(pack, finding);
        }
    }

    /** Of a ruleset that is there. Not inside a transaction: it may take a moment. */
    Told of(RulesetView ruleset) {
        var all = new ArrayList<Found>();
        var now = time.now();
        var reader = findings.reader();
        for (var pack : ruleset.packs()) {
            EndedTrials.finding(pack, now).ifPresent(finding -> all.add(new Found(pack, finding)));
            reader.of(pack.name(), pack.version()).forEach(finding -> all.add(new Found(pack, finding)));
        }
        var listed = all.stream()
                .sorted(Comparator.comparing(Found::finding, PackFinding.BY_SEVERITY)) // which keeps the order of packs
                .limit(LISTED_MAX)
                .map(Found::view)
                .toList();
        return new Told(listed, all.size() - listed.size());
    }
}
