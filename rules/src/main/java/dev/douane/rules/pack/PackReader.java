package dev.douane.rules.pack;

import dev.douane.rules.limits.Size;
import dev.douane.rules.yaml.StrictYaml;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads a pack from a directory of any file system, a jar's included.
 *
 * <p>A pack holds {@code pack.yaml}, optionally {@code CHANGELOG.md}, and files directly under {@code rules/} ({@code .drl}),
 * {@code tables/} ({@code .csv}, {@code .xlsx}) and {@code tests/} ({@code .yaml}). Anything else is refused, so that nothing travels in a pack unseen:
 * other files, deeper folders, symbolic links, text that is not UTF-8.
 */
public final class PackReader {
    private static final Pattern PLACE = Pattern.compile("pack\\.yaml|CHANGELOG\\.md"
            + "|rules/[A-Za-z0-9][A-Za-z0-9._-]*\\.drl"
            + "|tables/[A-Za-z0-9][A-Za-z0-9._-]*\\.(csv|xlsx)"
            + "|tests/[A-Za-z0-9][A-Za-z0-9._-]*\\.yaml");
    private static final int DEPTH_MAX = 4;

    private PackReader() {}

    /**
     * Reads the pack at {@code directory}. Its rules are not compiled and its tests not run.
     *
     * @throws PackException if it is not a pack, naming every file and member that is wrong
     */
    public static Pack read(Path directory) throws PackException {
        var problems = new ArrayList<PackProblem>();
        return finish(directory.toString(), files(directory, problems), problems);
    }

    /**
     * The files of what may be a pack, sorted by path, without a look at what is in them.
     *
     * @throws PackException if files are there that no pack has, naming each
     */
    public static List<PackFile> files(Path directory) throws PackException {
        var problems = new ArrayList<PackProblem>();
        var files = files(directory, problems);
        if (!problems.isEmpty()) {
            throw new PackException(directory.toString(), problems);
        }
        return files;
    }

    private static List<PackFile> files(Path directory, List<PackProblem> problems) throws PackException {
        var files = new ArrayList<PackFile>();
        for (var path : paths(directory)) {
            var name = directory
                    .relativize(path)
                    .toString()
                    .replace(directory.getFileSystem().getSeparator(), "/");
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    || !PLACE.matcher(name).matches()) {
                problems.add(
                        PackProblem.in(
                                name,
                                "does not belong in a pack: only pack.yaml, CHANGELOG.md, rules/*.drl, tables/*.csv, tables/*.xlsx and tests/*.yaml do"));
                continue;
            }
            try {
                files.add(file(name, path));
            } catch (Unreadable e) {
                problems.add(PackProblem.in(name, e.why));
            }
        }
        if (files.size() > Size.FILES.most()) {
            problems.add(
                    PackProblem.in("", "files (%d) must be at most %d".formatted(files.size(), Size.FILES.most())));
        }
        files.sort(Comparator.comparing(PackFile::path));
        return files;
    }

    /** Whether a pack may have a file there. */
    static boolean isPlace(String path) {
        return PLACE.matcher(path).matches();
    }

    /**
     * Reads a pack from files that are in memory, such as those of a stored one.
     *
     * @param subject what to call it in an error
     * @throws PackException if they are not those of a pack, naming every file and member that is wrong
     */
    public static Pack of(String subject, List<PackFile> files) throws PackException {
        var problems = new ArrayList<PackProblem>();
        for (var file : files) {
            if (!PLACE.matcher(file.path()).matches()) {
                problems.add(PackProblem.in(file.path(), "does not belong in a pack"));
            }
        }
        var sorted = files.stream().sorted(Comparator.comparing(PackFile::path)).toList();
        return finish(subject, sorted, problems);
    }

    private static Pack finish(String subject, List<PackFile> files, List<PackProblem> problems) throws PackException {
        var manifestFile =
                files.stream().filter(file -> file.path().equals("pack.yaml")).findFirst();
        if (manifestFile.isEmpty()) {
            problems.add(PackProblem.in("pack.yaml", "is missing"));
            throw new PackException(subject, problems);
        }
        try {
            var manifest = manifest(manifestFile.get());
            if (problems.isEmpty() && files.stream().noneMatch(file -> file.isRules() || file.isTable())) {
                problems.add(PackProblem.in("", "holds no rules: write at least one file under rules/ or tables/"));
            }
            if (problems.isEmpty()) {
                return new Pack(manifest, files, PackDigest.of(files));
            }
        } catch (StrictYaml.Malformed e) {
            problems.add(PackProblem.in("pack.yaml", e));
        }
        throw new PackException(subject, problems);
    }

    private static PackManifest manifest(PackFile file) throws StrictYaml.Malformed {
        var yaml = StrictYaml.read(file.text());
        var written = yaml.convert(yaml.root(), ManifestYaml.class, UnaryOperator.identity());
        try {
            return written.toManifest();
        } catch (ManifestYaml.Misstated e) {
            throw (StrictYaml.Malformed)
                    new StrictYaml.Malformed(yaml.place(e.pointer()), String.valueOf(e.getMessage())).initCause(e);
        }
    }

    private static List<Path> paths(Path directory) throws PackException {
        try (var walk = Files.walk(directory, DEPTH_MAX)) {
            var found = walk.filter(
                            path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || isTooDeep(directory, path))
                    .limit(Size.FILES.most() + 1L)
                    .toList();
            return found;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new PackException(
                    directory.toString(), List.of(PackProblem.in("", "cannot be read: %s".formatted(e.getMessage()))));
        }
    }

    /** What is inside such a folder is not looked at, so the folder itself is what does not belong. */
    private static boolean isTooDeep(Path directory, Path folder) {
        return directory.relativize(folder).getNameCount() == DEPTH_MAX;
    }

    private static PackFile file(String name, Path path) throws Unreadable {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(Size.FILE_BYTES.most() + 1);
            if (bytes.length > Size.FILE_BYTES.most()) {
                throw new Unreadable("must be at most %d bytes".formatted(Size.FILE_BYTES.most()));
            }
            return PackFile.of(name, bytes);
        } catch (CharacterCodingException e) {
            throw new Unreadable(PackFile.notText(name));
        } catch (IOException e) {
            throw new Unreadable("cannot be read: %s".formatted(e.getMessage()));
        }
    }

    /** A file that cannot be taken into a pack. */
    private static final class Unreadable extends Exception {
        private final String why;

        Unreadable(String why) {
            super(why);
            this.why = why;
        }
    }
}
