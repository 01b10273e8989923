package dev.douane.rules.validator;

import dev.douane.rules.drl.Place;
import dev.douane.rules.pack.PackProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything the validator has found wrong so far. */
final class Refusals {
    /** Problems that one answer lists. */
    static final int PROBLEMS_MAX = 1_000;

    private final List<PackProblem> problems = new ArrayList<>();
    private final Set<PackProblem> adopted = new HashSet<>();
    private final int level;
    private int left;

    /** @param level what the pack was accepted at, {@link PackValidator#LEVEL} for one that is new */
    Refusals(int level) {
        this.level = level;
    }

    /** Whether what is refused since a level is asked of this pack. */
    boolean asksSince(int since) {
        return level >= since;
    }

    /** Notes one. */
    void add(Place place, Refusal why, String message) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(new PackProblem(place.file(), place.line(), place.column(), why.code(), message));
        } else {
            left++;
        }
    }

    /** Notes one and gives up on what is being read; the reader goes on behind it. */
    GiveUp giveUp(Place place, Refusal why, String message) {
        add(place, why, message);
        return new GiveUp();
    }

    /** Others, for what is read on trial; asked the same. */
    Refusals apart() {
        return new Refusals(level);
    }

    /** Notes a problem that was noted apart; the same one is noted once. */
    void adopt(PackProblem problem) {
        if (adopted.add(problem)) {
            if (problems.size() < PROBLEMS_MAX) {
                problems.add(problem);
            } else {
                left++;
            }
        }
    }

    int size() {
        return problems.size() + left;
    }

    List<PackProblem> all() {
        var all = new ArrayList<>(problems);
        if (left > 0) {
            all.add(new PackProblem("", 0, 0, Refusal.LIMIT.code(), "%d more problems are not listed".formatted(left)));
        }
        return all.stream().distinct().sorted().toList();
    }

    /** What is being read cannot be made sense of, and that was noted. Never leaves the validator. */
    static final class GiveUp extends RuntimeException {
        GiveUp() {
            super("noted", null, false, false);
        }
    }

    /** The rule is over a limit, and that was noted; the reader goes on behind the rule. Never leaves the validator. */
    static final class TooMuch extends RuntimeException {
        TooMuch() {
            super("noted", null, false, false);
        }
    }
}
