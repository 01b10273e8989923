package dev.douane.rules.pack;

import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Work;

/** What reading the scenarios of one pack costs, counted before it is done. Not safe for use by several threads. */
final class ScenarioWork {
    private final Work cases = Work.upTo(Limit.CASES);
    private final Work characters = Work.upTo(Limit.EXPANDED_CHARS);
    private final Work catalogs = Work.upTo(Limit.CATALOG_WORK);

    void aCase() {
        cases.spend(1);
    }

    void characters(long written) {
        characters.spend(written);
    }

    void deployments(int lookedThrough) {
        catalogs.spend(lookedThrough);
    }

    /** One count that stands by itself. */
    static void atMost(Limit limit, int there) {
        Work.upTo(limit).spend(there);
    }
}
