package dev.douane.service.rulesets;

import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.Modes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ruleset that decides now. One volatile reference, swapped as a whole. */
@ApplicationScoped
public class ActiveRuleset {
    private volatile State state = new State(null, "The first ruleset is not compiled yet.");
    private volatile String behind = "";

    /**
     * A compiled ruleset and the activation that it belongs to.
     *
     * @param warnings what kept nothing from being in force, for an operator
     * @param modes by pack, as {@code name@version}
     */
    record Held(
            long activation, InForce inForce, CompiledRules rules, List<String> warnings, Map<String, Modes> modes) {
        Held {
            warnings = List.copyOf(warnings);
            modes = Map.copyOf(modes);
        }
    }

    /**
     * @param held null while there is none
     * @param reason why there is none, empty where there is one
     */
    private record State(@Nullable Held held, String reason) {}

    /** What decisions are made under; empty before the first ruleset is compiled and where it was refused. */
    public Optional<InForce> current() {
        var held = state.held();
        return held == null ? Optional.empty() : Optional.of(held.inForce());
    }

    /** Why {@link #current()} is empty, for an operator; empty where it is not. */
    public String reason() {
        return state.reason();
    }

    /** Why this node does not decide under what was activated last, for an operator; empty while it does. */
    public String behind() {
        return behind;
    }

    /** What was activated cannot be brought in force here. What is in force stays. */
    void behind(String why) {
        behind = why;
    }

    /** This node decides under what was activated last. */
    void upToDate() {
        behind = "";
    }

    Optional<Held> held() {
        return Optional.ofNullable(state.held());
    }

    /** Puts a ruleset in force and hands back the one that leaves it. */
    synchronized Optional<Held> swap(Held next) {
        var left = held();
        state = new State(next, "");
        behind = "";
        return left;
    }

    /** Nothing is in force, for this reason. What is in force stays in force. */
    synchronized void missing(String reason) {
        if (state.held() == null) {
            state = new State(null, reason);
        }
    }
}
