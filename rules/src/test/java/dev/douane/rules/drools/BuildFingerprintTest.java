package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildFingerprintTest {
    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        var file = folder.resolve("classes").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path jar(String... names) throws IOException {
        var jar = folder.resolve("classes.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Created-By: somebody".getBytes(StandardCharsets.UTF_8));
            for (var name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Files.readAllBytes(folder.resolve("classes").resolve(name)));
            }
        }
        return jar;
    }

    /** Of a server and the process that reads packs for it, one may run from the jar of what the other runs from. */
    @Test
    void classes_and_the_jar_of_them_are_one_build() throws IOException {
        write("b/B.class", "b");
        write("a/A.class", "a");

        assertThat(BuildFingerprint.ofJar(jar("b/B.class", "a/A.class")))
                .isEqualTo(BuildFingerprint.ofTree(folder.resolve("classes")));
    }

    @Test
    void another_byte_or_another_name_is_another_build() throws IOException {
        write("a/A.class", "a");
        var before = BuildFingerprint.ofTree(folder.resolve("classes"));

        write("a/A.class", "b");
        assertThat(BuildFingerprint.ofTree(folder.resolve("classes"))).isNotEqualTo(before);
        write("a/A.class", "a");
        write("a/B.class", "");
        assertThat(BuildFingerprint.ofJar(jar("a/A.class", "a/B.class"))).isNotEqualTo(before);
    }
}
