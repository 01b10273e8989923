package dev.douane.rules.drools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.drools.modelcompiler.KieBaseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What compiled rules depend on besides their packs: every byte of this module, and the version of Drools.
 *
 * <p>Compiled rules call the facts and the effects, and were judged by the checks of one build. Another build must not run what this one
 * let through.
 */
final class BuildFingerprint {
    private BuildFingerprint() {}

    /** Of what runs: read once, since its files may be replaced meanwhile. */
    private static final class Running {
        private static final String BUILD = sha256(codeOf(BuildFingerprint.class) + "\n" + droolsVersion());

        private Running() {}
    }

    /** 64 hex digits, or a word that no other process shares where the build cannot be read. */
    static String ofThisBuild() {
        return Running.BUILD;
    }

    private static String droolsVersion() {
        var version = KieBaseBuilder.class.getPackage().getImplementationVersion();
        return version == null ? codeOf(KieBaseBuilder.class) : version;
    }

    private static String codeOf(Class<?> type) {
        try {
            var place = place(type);
            if (place == null) {
                return "process " + ProcessHandle.current().pid();
            }
            return HexFormat.of().formatHex(Files.isRegularFile(place) ? ofJar(place) : ofTree(place));
        } catch (IOException e) {
            throw new UncheckedIOException("the running program cannot be read", e);
        }
    }

    /** The same as {@link #ofTree} of what it was made of: of two processes of one build, one may run from classes and the other from their jar. */
    static byte[] ofJar(Path jar) throws IOException {
        var sha256 = start();
        try (var zip = new ZipFile(jar.toFile())) {
            var entries = zip.stream()
                    .filter(entry -> !entry.isDirectory() && !isAboutTheJar(entry.getName()))
                    .sorted(Comparator.comparing(ZipEntry::getName))
                    .toList();
            for (var entry : entries) {
                try (var bytes = zip.getInputStream(entry)) {
                    add(entry.getName(), bytes.readAllBytes(), sha256);
                }
            }
        }
        return sha256.digest();
    }

    static byte[] ofTree(Path root) throws IOException {
        var files = new TreeMap<String, Path>();
        try (var all = Files.walk(root)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> files.put(root.relativize(file).toString().replace('\\', '/'), file));
        }
        var sha256 = start();
        for (var file : files.entrySet()) {
            if (!isAboutTheJar(file.getKey())) {
                add(file.getKey(), Files.readAllBytes(file.getValue()), sha256);
            }
        }
        return sha256.digest();
    }

    private static void add(String name, byte[] bytes, MessageDigest sha256) {
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        sha256.update(bytes);
    }

    private static boolean isAboutTheJar(String name) {
        return name.equals("META-INF/MANIFEST.MF") || name.startsWith("META-INF/maven/");
    }

    private static @Nullable Path place(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            var place = Path.of(source.getLocation().toURI());
            return Files.exists(place) ? place : null;
        } catch (URISyntaxException | IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
            return null;
        }
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(start().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
