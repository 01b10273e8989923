package dev.douane.rules.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a small pack down for a test, and reads it like any other. */
public final class PackOnDisk {
    private final Path directory;

    private PackOnDisk(Path directory) {
        this.directory = directory;
    }

    /** A pack of that name and concern, version 1.0.0, with nothing in it yet. */
    public static PackOnDisk of(Path parent, String name, String concern) {
        return new PackOnDisk(parent.resolve(name)).with("pack.yaml", """
                name: %s
                version: 1.0.0
                concern: %s
                owners: [tests]
                title: A pack for a test
                description: Says what the test needs it to say.
                """.formatted(name, concern));
    }

    public static PackOnDisk of(Path parent) {
        return of(parent, "example", "cost-tier");
    }

    public PackOnDisk with(String path, String text) {
        return with(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public PackOnDisk with(String path, byte[] content) {
        try {
            var file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One rule in a file of its own. */
    public PackOnDisk rule(String id, String when, String then) {
        return with("rules/" + id + ".drl", rule(id, "Rule " + id, when, then));
    }

    public static String rule(String id, String name, String when, String then) {
        return """
                rule "%s"
                    @id("%s")
                    @reason("Because of %s.")
                when
                    %s
                then
                    %s
                end
                """.formatted(name, id, id, when, then);
    }

    public Path directory() {
        return directory;
    }

    public Pack read() throws PackException {
        return PackReader.read(directory);
    }
}
