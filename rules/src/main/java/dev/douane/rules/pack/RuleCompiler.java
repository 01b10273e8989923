package dev.douane.rules.pack;

/** Makes a ruleset of packs that can be asked. */
public interface RuleCompiler {
    /**
     * Compiles all packs of {@code ruleset} together. Takes seconds: never on the way of a decision.
     *
     * @throws PackException if any rule cannot be compiled, has no id or reason, or shares its id with another; names all of them
     */
    CompiledRules compile(Ruleset ruleset) throws PackException;
}
