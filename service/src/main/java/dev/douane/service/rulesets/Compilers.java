package dev.douane.service.rulesets;

import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.RuleCompiler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one place of the service that has heard of the rule engine. */
class Compilers {
    /** Compiled rulesets, each under its digest; may be deleted at any time. */
    private static final String CACHE = "rulesets";

    @Produces
    @ApplicationScoped
    RuleCompiler drools(@ConfigProperty(name = "douane.data-dir") Path dataDir, RulesetsConfig config) {
        return new BoundedCompiler(
                new DroolsCompiler(EngineLimits.DEFAULT, dataDir.resolve(CACHE), ShippedRulesets.besideTheProgram()),
                config.compileLimit());
    }
}
