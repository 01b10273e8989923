package dev.douane.rules.worker;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * Which files a program is made of, each with its size and age, so that it is noticed when others lie there. Cheap, and no proof: what the
 * checks themselves are made of is known by every byte of it.
 */
final class ProgramFiles {
    private ProgramFiles() {}

    /** Of what runs: looked at once, since its files may be replaced meanwhile. */
    private static final class Running {
        private static final String FILES = ofThisProcess();

        private Running() {}

        private static String ofThisProcess() {
            try {
                return of(ProgramPath.find());
            } catch (IOException e) {
                return "process " + ProcessHandle.current().pid(); // which no other process says of itself
            }
        }
    }

    /** As the files of this program were when it was first asked. */
    static String running() {
        return Running.FILES;
    }

    /**
     * What lies on a class path now; of a single jar, with those it names in its manifest.
     *
     * @return 64 hex digits
     */
    static String of(String classPath) throws IOException {
        var files = new ArrayList<>(
                Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList());
        if (files.size() == 1 && Files.isRegularFile(files.getFirst())) {
            files.addAll(named(files.getFirst()));
        }
        var text = new StringBuilder();
        for (var file : files) {
            text.append(line(file)).append('\n');
        }
        return sha256(text.toString());
    }

    private static List<Path> named(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile(), false)) {
            var manifest = file.getManifest();
            var named = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return named == null
                    ? List.of()
                    : Arrays.stream(named.strip().split(" +"))
                            .map(place -> Path.of(jar.toUri().resolve(place)))
                            .toList();
        } catch (IllegalArgumentException e) {
            throw new IOException("the jar [%s] names places that are no files".formatted(jar), e);
        }
    }

    /** A folder is only named: its time says little of what is below it. */
    private static String line(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? "%s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file))
                : file.toString();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
