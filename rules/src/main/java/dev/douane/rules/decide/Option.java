package dev.douane.rules.decide;

import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.money.Money;

/**
 * One way the call may proceed.
 *
 * @param step how far it is from what was asked
 * @param estimate the most the call can cost there
 * @param maxOutputTokens the output cap that estimate stands on
 */
public record Option(Deployment deployment, Step step, Money estimate, int maxOutputTokens) {
    /** How far an option is from what was asked. */
    public enum Step {
        AS_ASKED,
        /** Same tier, another place or an equal model. */
        REROUTE,
        /** A lower tier. */
        DOWNGRADE
    }
}
