package dev.douane.rules.drools;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.pack.Ruleset;

/** The two times a call meets the rules. Each has a rule base of its own. */
enum Stage {
    CLASSIFY("douane.classify"),
    EVALUATE("douane.evaluate");

    private final String root;

    Stage(String root) {
        this.root = root;
    }

    static Stage of(Ruleset.Entry entry) {
        return entry.pack().manifest().concern() == Concern.CLASSIFICATION ? CLASSIFY : EVALUATE;
    }

    /**
     * The package that the rules of one pack are compiled into: the same for every ruleset, so that activations do not fill the heap with
     * names, and one for each place, so that two packs may name a rule alike.
     */
    String packageOf(int place) {
        return root + ".p" + place;
    }
}
