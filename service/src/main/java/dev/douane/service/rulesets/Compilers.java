package dev.douane.service.rulesets;

import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.drools.RulesetStore;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.service.packs.PackQuarantine;
import dev.douane.service.packworker.PackWorkers;
import dev.douane.service.platform.DataDirectory;
import dev.douane.service.platform.StartFailure;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one place of the service that has heard of the rule engine. */
class Compilers {
    /** Compiled rulesets, each under its digest; may be deleted at any time. */
    private static final String CACHE = "rulesets";
    /** What vouches for them; beside their folder and not in it. */
    private static final String KEY = "rulesets.key";

    private static final int KEY_BYTES = 32;

    @Produces
    @Singleton
    RulesetStore store(@ConfigProperty(name = "douane.data-dir") Path dataDir, PackQuarantine quarantine) {
        return new RulesetStore(
                EngineLimits.DEFAULT,
                quarantine,
                dataDir.resolve(CACHE),
                key(dataDir.resolve(KEY)),
                ShippedRulesets.besideTheProgram());
    }

    /** For what is to be in force. */
    @Produces
    @Singleton
    RuleCompiler keepers(RulesetStore store, PackWorkers proving) {
        return new WorkerCompiler(store, proving.keeper());
    }

    /** This installation's; made anew where there is none that can be used, which costs a compilation. */
    static byte[] key(Path file) {
        try {
            var kept = Files.exists(file) ? Files.readString(file).strip() : "";
            if (kept.matches("[0-9a-f]{" + 2 * KEY_BYTES + "}")) {
                return HexFormat.of().parseHex(kept);
            }
        } catch (IOException e) {
            throw new StartFailure(
                    "The file [%s] cannot be read: %s.\nMaybe delete it: another is made.".formatted(file, e), e);
        }
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        DataDirectory.writeSecret(file, HexFormat.of().formatHex(key));
        return key;
    }
}
