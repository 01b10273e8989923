package dev.douane.rules.worker;

import dev.douane.rules.validator.PackValidator;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the running program lies, so that another process can run it. */
final class ProgramPath {
    private static final String MAIN = WorkerMain.class.getName().replace('.', '/') + ".class";

    private ProgramPath() {}

    /**
     * A class path, absolute.
     *
     * @throws IOException if it cannot be told
     */
    static String find() throws IOException {
        return ClassLoader.getSystemResource(MAIN) == null ? ofLoader() : ofJvm();
    }

    private static String ofJvm() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(place -> Path.of(place).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A loader that is not the JVM's, such as that of a server in development. */
    private static String ofLoader() throws IOException {
        var places = new LinkedHashSet<String>();
        var loader = PackValidator.class.getClassLoader();
        addPlaces(Collections.list(loader.getResources(MAIN)), MAIN, places);
        addPlaces(Collections.list(loader.getResources("META-INF/MANIFEST.MF")), "META-INF/MANIFEST.MF", places);
        return String.join(File.pathSeparator, places);
    }

    private static void addPlaces(Iterable<URL> resources, String name, Set<String> places) throws IOException {
        for (var resource : resources) {
            try {
                if (resource.openConnection() instanceof JarURLConnection jar) {
                    places.add(Path.of(jar.getJarFileURL().toURI()).toString());
                } else if (resource.getProtocol().equals("file")) {
                    var place = resource.toString();
                    places.add(Path.of(URI.create(place.substring(0, place.length() - name.length())))
                            .toString());
                }
            } catch (URISyntaxException e) {
                throw new IOException("the program lies in a place without an address", e);
            }
        }
    }
}
