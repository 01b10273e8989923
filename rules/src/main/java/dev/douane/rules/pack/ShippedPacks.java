package dev.douane.rules.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packs that travel with the program: the directories under {@code policy-packs/} on the class path, in a jar or not. */
public final class ShippedPacks {
    private static final String ROOT = "policy-packs";

    private ShippedPacks() {}

    /**
     * Reads them all, sorted by name.
     *
     * @throws PackException if one is not a pack
     * @throws UncheckedIOException if the class path cannot be read
     */
    public static List<Pack> read(ClassLoader classPath) throws PackException {
        var root = classPath.getResource(ROOT);
        if (root == null) {
            return List.of();
        }
        try {
            var uri = root.toURI();
            if (!"jar".equals(uri.getScheme())) {
                return read(Path.of(uri));
            }
            try (var jar = open(uri)) {
                return read(jar.getPath(ROOT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped packs cannot be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path holds %s, which is no place".formatted(root), e);
        }
    }

    /** A file system of our own: one shared by the whole JVM might be closed by somebody else, or by us for somebody else. */
    private static FileSystem open(URI uri) throws IOException {
        var outer = uri.getRawSchemeSpecificPart();
        return FileSystems.newFileSystem(Path.of(URI.create(outer.substring(0, outer.indexOf("!/")))), Map.of());
    }

    private static List<Pack> read(Path root) throws IOException, PackException {
        List<Path> directories;
        try (var children = Files.list(root)) {
            directories = children.filter(child -> Files.exists(child.resolve("pack.yaml")))
                    .sorted()
                    .toList();
        }
        var packs = new ArrayList<Pack>();
        for (var directory : directories) {
            packs.add(PackReader.read(directory));
        }
        return List.copyOf(packs);
    }
}
