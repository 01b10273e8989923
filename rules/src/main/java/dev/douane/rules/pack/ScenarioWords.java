package dev.douane.rules.pack;

import dev.douane.rules.catalog.Spelling;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drl.WordKind;
import dev.douane.rules.pack.ScenarioYaml.CaseYaml;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a case that a call could not say: a rule misses a case with a misspelt data class, and not for the reason that its author thinks
 * of.
 *
 * @param known what calls may say; a kind of which nothing is known is not looked at
 */
record ScenarioWords(Vocabulary known) {
    /** @throws IllegalArgumentException with the first one */
    void check(CaseYaml written) {
        var call = written.call();
        if (call != null) {
            word(WordKind.OPERATION, call.operation());
            word(WordKind.SERVICE_TIER, call.serviceTier());
        }
        if (written.caller() != null) {
            word(WordKind.COUNTRY, written.caller().location());
        }
        var data = written.data();
        if (data != null) {
            words(WordKind.DATA_CLASS, data.classes());
            words(WordKind.COUNTRY, data.subjectLocations());
        }
        var workload = written.workload();
        if (workload != null) {
            word(WordKind.CRITICALITY, workload.criticality());
            word(WordKind.PHASE, workload.phase());
        }
    }

    private void words(WordKind kind, @Nullable List<String> said) {
        if (said != null) {
            said.forEach(word -> word(kind, word));
        }
    }

    private void word(WordKind kind, @Nullable String said) {
        var words = known.known(kind);
        if (said != null && words.isPresent() && !words.get().contains(said)) {
            throw new IllegalArgumentException("%s (%s) is none that a call may say%s"
                    .formatted(
                            kind.label(),
                            said,
                            Spelling.nearest(said, words.get())
                                    .map("\nMaybe %s?"::formatted)
                                    .orElse("")));
        }
    }
}
