package dev.douane.rules.drools;

import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.validator.PackValidator;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiled rulesets on disk, so that a restart does not compile again.
 *
 * <p>What is stored is code that will run: the directory must be writable by the server only, and is made so; each file is sealed; and what it holds is
 * held against the list of what rules may reach before any of it is loaded. A file that is missing, damaged, of another build or not ours is no file;
 * nothing here ever fails a compilation.
 */
final class RulesetCache {
    private static final Logger LOG = System.getLogger(RulesetCache.class.getName());
    private static final String SUFFIX = ".rules";
    private static final int FILES_MAX = 16;

    private final Path directory;
    private final RulesetMac mac;
    private final @Nullable Path shipped;
    private final String build;
    /** The files of what is loaded. Weakly, since who lets go of rules does not always close them. */
    private final Map<DroolsRules, Path> loaded = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * @param mac of what is stored in the directory
     * @param shipped what came with the program, sealed by its digest; a file found there is kept in the directory from then on
     */
    RulesetCache(Path directory, RulesetMac mac, @Nullable Path shipped) {
        this(directory, mac, shipped, BuildFingerprint.ofThisBuild());
    }

    RulesetCache(Path directory, RulesetMac mac, @Nullable Path shipped, String build) {
        this.directory = directory;
        this.mac = mac;
        this.shipped = shipped;
        this.build = build;
    }

    /** What was stored for this ruleset by this build, or came with it, if it is whole. */
    Optional<CompiledRuleset> find(Ruleset ruleset) {
        var stored = read(directory, ruleset, mac);
        if (stored.isPresent()) {
            touch(file(ruleset));
            return stored;
        }
        var came = shipped == null ? Optional.<CompiledRuleset>empty() : read(shipped, ruleset, RulesetMac.DIGEST);
        came.ifPresent(compiled -> store(ruleset, compiled));
        return came;
    }

    private Optional<CompiledRuleset> read(Path from, Ruleset ruleset, RulesetMac sealed) {
        var file = from.resolve(key(ruleset) + SUFFIX);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RulesetFile.read(key(ruleset), Files.readAllBytes(file), sealed));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "compiled ruleset {0} is not used: {1}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** The file of these rules is not forgotten while they are used, however many others are checked meanwhile. */
    void keep(Ruleset ruleset, DroolsRules rules) {
        loaded.put(rules, file(ruleset));
    }

    /** Stores a ruleset, whole or not at all, and forgets those that were not used for longest and are not loaded. */
    void store(Ruleset ruleset, CompiledRuleset compiled) {
        try {
            createDirectory();
            var unfinished =
                    Files.createTempFile(directory, "unfinished", SUFFIX + ".tmp"); // readable by its owner only
            try {
                Files.write(unfinished, RulesetFile.write(key(ruleset), compiled, mac));
                move(unfinished, file(ruleset));
            } finally {
                Files.deleteIfExists(unfinished);
            }
            forgetOldest();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "compiled ruleset could not be stored in {0}: {1}", directory, e.getMessage());
        }
    }

    /** The file of this ruleset and build. */
    Path file(Ruleset ruleset) {
        return directory.resolve(key(ruleset) + SUFFIX);
    }

    /** A function of the packs, of the checks they are held to and of the build: what is written for the engine follows from these. */
    private String key(Ruleset ruleset) {
        var text = new StringBuilder(ruleset.digest()).append("\ngate ").append(PackValidator.VERSION);
        ruleset.entries().forEach(entry -> text.append(' ').append(entry.pack().level()));
        return BuildFingerprint.sha256(text.append('\n').append(build).toString());
    }

    private void createDirectory() throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** So that it is not forgotten as one that nobody uses; where that cannot be noted, it is compiled again one day. */
    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the use of compiled ruleset {0} cannot be noted: {1}", file, e.getMessage());
        }
    }

    private void forgetOldest() throws IOException {
        var kept = filesOfLoaded();
        try (var files = Files.list(directory)) {
            var newestFirst = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(file -> new Aged(file, age(file)))
                    .sorted(Comparator.comparing(Aged::used).reversed())
                    .toList();
            for (var old : newestFirst.subList(Math.min(FILES_MAX, newestFirst.size()), newestFirst.size())) {
                if (!kept.contains(old.file())) {
                    Files.deleteIfExists(old.file());
                }
            }
        }
    }

    private Set<Path> filesOfLoaded() {
        synchronized (loaded) {
            return Set.copyOf(loaded.values());
        }
    }

    private record Aged(Path file, FileTime used) {}

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }
}
