package dev.douane.rules.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of one jar that names its libraries, as the packaged one is. */
class ProgramFilesTest {
    private static final FileTime THEN = FileTime.from(Instant.parse("2026-11-30T08:00:00Z"));

    @TempDir
    private Path program;

    private Path library;

    @BeforeEach
    void lies() throws IOException {
        library =
                Files.writeString(Files.createDirectory(program.resolve("lib")).resolve("sheets.jar"), "of yesterday");
        Files.setLastModifiedTime(library, THEN);
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/sheets.jar lib/none.jar");
        try (var out = Files.newOutputStream(program.resolve("run.jar"));
                var jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
    }

    private String files() throws IOException {
        return ProgramFiles.of(program.resolve("run.jar").toString());
    }

    @Test
    void a_library_that_was_replaced_is_noticed_by_its_size_and_its_age() throws IOException {
        var before = files();
        assertThat(files()).isEqualTo(before);

        Files.writeString(library, "of today");
        Files.setLastModifiedTime(library, THEN);
        assertThat(files()).isNotEqualTo(before);

        Files.writeString(library, "of yesterday");
        assertThat(files()).isNotEqualTo(before);
        Files.setLastModifiedTime(library, THEN);
        assertThat(files()).isEqualTo(before);

        Files.delete(library);
        assertThat(files()).isNotEqualTo(before);
    }

    @Test
    void this_very_program_has_files() {
        assertThat(ProgramFiles.running()).matches("[0-9a-f]{64}");
    }
}
