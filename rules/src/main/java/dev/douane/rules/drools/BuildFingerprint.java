package dev.douane.rules.drools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
            var sha256 = start();
            if (Files.isRegularFile(place)) {
                sha256.update(Files.readAllBytes(place));
            } else {
                addTree(place, sha256);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("the running program cannot be read", e);
        }
    }

    private static void addTree(Path root, MessageDigest sha256) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                sha256.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
                sha256.update(Files.readAllBytes(file));
            }
        }
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
