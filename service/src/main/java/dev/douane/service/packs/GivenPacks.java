package dev.douane.service.packs;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ClassPathUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** The packs this node was given: those it ships with, and those of the configured directory. A start that is given none ends. */
@Startup(PacksFirstLook.FIRST)
@ApplicationScoped
class GivenPacks {
    private static final Logger LOG = Logger.getLogger(GivenPacks.class);
    private static final String SHIPPED = "policy-packs";

    private final PacksConfig config;
    private final StoredPacks stored;

    @Inject
    GivenPacks(PacksConfig config, StoredPacks stored) {
        check(config.dir(), config.shipped());
        this.config = config;
        this.stored = stored;
    }

    /** @throws ConfigurationException if there can be no packs in what was said of them */
    static void check(Optional<Path> directory, boolean shipped) {
        directory.ifPresent(GivenPacks::checkReadable);
        if (!shipped && directory.isEmpty()) {
            throw new ConfigurationException(
                    "douane.packs.shipped (false) leaves no packs. Maybe name a directory of packs in douane.packs.dir.");
        }
    }

    private static void checkReadable(Path directory) {
        if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
            throw new ConfigurationException(
                    "douane.packs.dir (%s) is no directory that can be read.".formatted(directory));
        }
    }

    /**
     * A pack and where it comes from.
     *
     * @param shipped whether it came with the program, whose build has run its scenarios
     */
    record Given(Pack pack, boolean shipped) {}

    /**
     * Sorted by name, each name once.
     *
     * @throws PackException if a directory is not a pack, naming everything that is wrong with all of them
     */
    List<Given> read() throws PackException {
        var problems = new ArrayList<PackProblem>();
        var given = new TreeMap<String, Given>();
        if (config.shipped()) {
            shipped().forEach(pack -> given.put(pack.manifest().name(), new Given(pack, true)));
        }
        if (config.dir().isPresent()) {
            for (var directory : directories(config.dir().get())) {
                try {
                    var pack = stored.ofFiles(directory.toString(), PackReader.files(directory));
                    var replaced = given.put(pack.manifest().name(), new Given(pack, false));
                    if (replaced != null) {
                        LOG.infof(
                                "pack %s takes the place of %s",
                                pack.reference(), replaced.pack().reference());
                    }
                } catch (PackException e) {
                    e.problems()
                            .forEach(problem -> problems.add(new PackProblem(
                                    directory.getFileName() + "/" + problem.file(),
                                    problem.line(),
                                    problem.message())));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new PackException("The packs of (%s)".formatted(config.dir().orElseThrow()), problems);
        }
        if (given.isEmpty()) {
            throw new PackException(
                    "The set of packs",
                    List.of(
                            PackProblem.in(
                                    "",
                                    "is empty: without the shipped packs (douane.packs.shipped) name a directory of packs in douane.packs.dir")));
        }
        return List.copyOf(given.values());
    }

    private static List<Path> directories(Path parent) throws PackException {
        try (var entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new PackException(
                    "The directory of packs (%s), named by douane.packs.dir,".formatted(parent),
                    List.of(PackProblem.in("", "cannot be read: %s".formatted(e))));
        }
    }

    static List<Pack> shipped() throws PackException {
        var packs = new ArrayList<Pack>();
        var failures = new ArrayList<PackException>();
        try {
            ClassPathUtils.consumeAsPaths(GivenPacks.class.getClassLoader(), SHIPPED, place -> {
                try (var entries = Files.list(place)) {
                    for (var directory :
                            entries.filter(Files::isDirectory).sorted().toList()) {
                        packs.add(PackReader.read(directory));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (PackException e) {
                    failures.add(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped packs cannot be read", e);
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        if (packs.isEmpty()) {
            throw new IllegalStateException("this build ships no packs");
        }
        return packs;
    }
}
