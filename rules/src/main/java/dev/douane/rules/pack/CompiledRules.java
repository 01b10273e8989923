package dev.douane.rules.pack;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.decide.Rules;
import java.util.List;

/** A ruleset that can be asked. Safe for use by many threads; close it when it left force and nobody asks it any more. */
public interface CompiledRules extends Rules, AutoCloseable {
    /** The digest of the ruleset this was compiled from. */
    String digest();

    /** Whether it was compiled before, by this very build, and only had to be loaded. */
    boolean isFromBefore();

    /** Every rule in it, sorted by id. */
    List<RuleRef> rules();

    /** Gives its memory back. Nothing may be asked afterwards; closing twice does no harm. */
    @Override
    void close();
}
