package dev.douane.service.identity;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The first key of an installation, to make the proper ones with. It carries every role and lies in {@code bootstrap.key} of the data
 * directory, readable by its owner only.
 */
@ApplicationScoped
class BootstrapKey {
    static final String FILE = "bootstrap.key";

    /** Who made it. */
    static final String MAKER = "start";

    private static final Logger LOG = Logger.getLogger(BootstrapKey.class);
    private static final String OWNER_ONLY = "rw-------";

    private final ApiKeys keys;
    private final KeyRows rows;
    private final Path file;
    private final Optional<String> preset;

    @Inject
    BootstrapKey(
            ApiKeys keys,
            KeyRows rows,
            @ConfigProperty(name = "douane.data-dir") Path dataDir,
            @ConfigProperty(name = "douane.bootstrap-key") Optional<String> preset) {
        this.keys = keys;
        this.rows = rows;
        this.file = dataDir.toAbsolutePath().normalize().resolve(FILE);
        this.preset = preset;
    }

    void onStart(@Observes @Priority(100) StartupEvent start) {
        preset.flatMap(PresetKeys::weakness).ifPresent(weakness -> {
            throw new ConfigurationException("DOUANE_BOOTSTRAP_KEY %s.".formatted(weakness));
        });
        QuarkusTransaction.requiringNew().run(this::ensure);
    }

    /** The file is written before the row is committed: a crash between leaves a file that the next start overwrites. */
    private void ensure() {
        rows.lockAdmins();
        if (rows.count() > 0) {
            tellOfUnusedPreset();
            return;
        }
        var token = preset.map(KeyToken::of).orElseGet(KeyToken::generate);
        keys.store(token, new ApiKeys.Wanted("bootstrap", null, Roles.ALL, null, Reach.UNLIMITED, null), MAKER);
        write(file, token);
        LOG.infof("the bootstrap key with every role lies in %s", file);
    }

    private void tellOfUnusedPreset() {
        if (preset.isEmpty()) {
            return;
        }
        var token = KeyToken.of(preset.get());
        var known = rows.findByIdOptional(token.id()).filter(row -> MessageDigest.isEqual(row.sha256, token.sha256()));
        if (known.isEmpty()) {
            LOG.warn(
                    "DOUANE_BOOTSTRAP_KEY is not used: it presets the first key only, and this installation has keys already");
        }
    }

    /** Replaces the file as a whole; nobody but its owner can read it at any moment. */
    static void write(Path file, KeyToken token) {
        try {
            var directory = Files.createDirectories(Objects.requireNonNull(file.getParent()));
            var written = Files.createTempFile(
                    directory,
                    FILE,
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            Files.writeString(written, token.secretText() + "\n");
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the bootstrap key cannot be written to (%s)".formatted(file), e);
        }
    }
}
