package dev.douane.rules.drools;

import dev.douane.rules.pack.Quarantine;
import dev.douane.rules.pack.Ruleset;
import java.io.IOException;

/**
 * Reads and loads what was compiled, and believes nothing of it: whatever comes into force went through here, and so does what is tried when a
 * pack is published, so that what is accepted can come into force.
 */
final class FormReader {
    private FormReader() {}

    /**
     * The classes of a form.
     *
     * @throws UnsoundFormException if it is no form of that ruleset
     */
    static CompiledRuleset read(Ruleset ruleset, byte[] form) throws UnsoundFormException {
        try {
            var compiled = RulesetForm.read(form);
            SoundForm.check(ruleset, compiled);
            return compiled;
        } catch (IOException e) {
            throw new UnsoundFormException("the form cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new UnsoundFormException("the form cannot be read: " + e, e);
        }
    }

    /**
     * Loads classes that were read.
     *
     * @throws UnsoundFormException if they are no rules, or rules that look at more than facts; none of them was asked then
     */
    static DroolsRules load(Ruleset ruleset, CompiledRuleset compiled, EngineLimits limits, Quarantine quarantine)
            throws UnsoundFormException {
        try {
            var rules = new DroolsRules(ruleset, compiled, limits, false, quarantine);
            for (var signed : rules.signed()) {
                SoundRules.check(signed);
            }
            return rules;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw new UnsoundFormException("the form cannot be loaded: " + e, e);
        }
    }
}
