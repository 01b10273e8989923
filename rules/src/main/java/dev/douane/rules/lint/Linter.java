package dev.douane.rules.lint;

import dev.douane.rules.analysis.Prover;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.drl.Vocabulary;
import java.util.List;
import java.util.stream.Stream;

/** Looks over the rules of a pack as a whole. Same rules, same words and same catalog give the same findings. */
public final class Linter {
    private final Vocabulary vocabulary;
    private final CatalogIndex catalog;

    /**
     * @param vocabulary which words there are
     * @param catalog the deployments and the jurisdiction groups that requirements are held against
     */
    public Linter(Vocabulary vocabulary, CatalogIndex catalog) {
        this.vocabulary = vocabulary;
        this.catalog = catalog;
    }

    /** All findings, sorted by place. */
    public List<Finding> check(LintSubject subject) {
        var prover = new Prover(vocabulary);
        var told = new Told(subject.parameters());
        var strength = new Strength(catalog, told);
        var reachable = subject.rules().stream()
                .filter(rule -> !prover.isImpossible(rule))
                .toList();
        return Stream.of(
                        WordingCheck.check(subject),
                        ParameterCheck.check(subject),
                        ReachCheck.check(subject.rules(), prover),
                        SubsumptionCheck.check(reachable, prover, strength),
                        new ConflictCheck(prover, catalog, told).check(reachable),
                        CrossProductCheck.check(subject.rules()),
                        new CatalogCheck(catalog, told).check(reachable),
                        NameCheck.check(reachable, catalog.catalog()),
                        CatalogWordCheck.check(reachable, catalog.catalog()),
                        ValueCheck.check(subject.rules()),
                        TableCheck.check(reachable, prover, strength))
                .flatMap(List::stream)
                .sorted()
                .toList();
    }
}
