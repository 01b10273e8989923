package dev.douane.rules.pack;

import dev.douane.rules.decide.Classification;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.facts.Facts;
import java.util.List;
import java.util.stream.IntStream;

/** Stands for compiled rules where a test is about what is around them: there are as many as it needs, and none fires. */
public record SilentRules(List<RuleRef> rules) implements CompiledRules {
    /** Compiles whatever it is given to that many rules. */
    public static RuleCompiler compiler(int rules) {
        var refs = IntStream.range(0, rules)
                .mapToObj(i -> new RuleRef("R-%05d".formatted(i), "p@1.0.0", "So it is.", List.of()))
                .toList();
        return ruleset -> new SilentRules(refs);
    }

    @Override
    public String digest() {
        return "sha256:" + "0".repeat(64);
    }

    @Override
    public boolean isFromBefore() {
        return false;
    }

    @Override
    public Classification classify(Facts facts) {
        return Classification.NONE;
    }

    @Override
    public Effects evaluate(Facts facts) {
        return Effects.NONE;
    }

    @Override
    public void close() {}
}
