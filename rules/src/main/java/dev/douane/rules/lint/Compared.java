package dev.douane.rules.lint;

import dev.douane.rules.analysis.Prover;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.limits.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules held against each other by one check: how far it may go, and what it found so far. Where there are too many to compare, that is
 * found too. Not safe for use by several threads.
 */
final class Compared {
    /** What a finding costs: thousands of one kind tell nobody more. */
    private static final int FINDING = 5_000;

    private final List<Finding> findings = new ArrayList<>();
    private final Work work = Work.upTo(Limit.LINT_WORK);
    private final Prover prover;

    private Compared(Prover prover) {
        this.prover = prover.counting(work);
    }

    /** What is done for each rule, in order. */
    interface Check {
        /** @throws OverLimit where it would be too much */
        void of(int place, Compared so);
    }

    static List<Finding> eachOf(List<RuleTree> rules, Prover prover, Check check) {
        var compared = new Compared(prover);
        for (int i = 0; i < rules.size(); i++) {
            try {
                check.of(i, compared);
            } catch (OverLimit e) {
                var rule = rules.get(i);
                compared.findings.add(Finding.of(
                        LintCode.NOT_COMPARED,
                        rule.place(),
                        rule.id(),
                        "from rule (%s) on, rules are not compared with all others: at most %d %s"
                                .formatted(
                                        rule.id(), e.limit().most(), e.limit().words())));
                break;
            }
        }
        return compared.findings;
    }

    /** The prover that counts what it compares. */
    Prover prover() {
        return prover;
    }

    /** Counts a look at the effects of two rules. */
    void effects(RuleTree one, RuleTree other) {
        work.spend((long) one.then().size() * other.then().size());
    }

    void found(Finding finding) {
        work.spend(FINDING);
        findings.add(finding);
    }
}
