package dev.douane.service.rulesets;

import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.Ruleset;
import dev.douane.service.packs.Packs;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Compiles what a first start puts in force while the program is built, and lays it beside the program's jars: whoever starts it first asks
 * at once, and does not wait for a compiler. A ruleset that is not of this very build is not found, and compiled at the start.
 */
public final class ShippedRulesets {
    private static final String FOLDER = "rulesets";

    private ShippedRulesets() {}

    /**
     * Compiles the ruleset of all shipped packs.
     *
     * @param arguments where compiled rulesets are kept from build to build, and the folder of the program
     * @throws PackException if they do not compile, which stops the build
     */
    public static void main(String... arguments) throws PackException {
        Locale.setDefault(Locale.ROOT);
        var kept = Path.of(arguments[0]);
        var program = Path.of(arguments[1]).resolve(FOLDER);
        var ruleset = Ruleset.enforcing(Packs.shipped());
        DroolsCompiler.shipping(EngineLimits.DEFAULT, kept, kept)
                .compile(ruleset)
                .close();
        DroolsCompiler.shipping(EngineLimits.DEFAULT, program, kept)
                .compile(ruleset)
                .close();
    }

    /** Where they lie: beside the folder of the jar this class is in; nowhere, where it runs from classes. */
    static Path besideTheProgram() {
        try {
            var jar = Path.of(ShippedRulesets.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolveSibling("..").resolve(FOLDER).normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a program lies in a place that has an address", e);
        }
    }
}
