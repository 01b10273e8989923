package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who else may write where the server keeps what it runs. The folders are below {@code /tmp}, where everybody may write and the sticky bit keeps order. */
class TrustedTest {
    private static final int STRANGER = 4711;

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectories(folder.resolve("above").resolve("data"));
        mode(folder.resolve("above"), "rwxr-xr-x");
        mode(data, "rwx------");
    }

    @Test
    void what_is_ours_alone_is_fine() throws IOException {
        assertThat(Trusted.check(data)).isEmpty();
    }

    @Test
    void others_lose_their_right_to_write_to_the_directory_itself_and_that_is_told() throws IOException {
        mode(data, "rwxrwxrwx");

        assertThat(Trusted.check(data)).singleElement().asString().contains("others could write to [" + data + "]");
        assertThat(mode(data)).isEqualTo("rwxr-xr-x");
        assertThat(Trusted.check(data)).isEmpty();
    }

    @Test
    void a_folder_above_that_others_may_write_to_is_refused_unless_it_is_sticky() throws IOException {
        var above = folder.resolve("above");
        mode(above, "rwxrwxrwx");

        assertThatThrownBy(() -> Trusted.check(data))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("[" + above + "] can be written by others (rwxrwxrwx,")
                .hasMessageContaining("DOUANE_DATA_DIR_TRUST");
        assertThat(mode(above)).as("what is not ours to change").isEqualTo("rwxrwxrwx");

        Files.setAttribute(above, "unix:mode", 01777);
        assertThat(Trusted.check(data)).isEmpty();
    }

    @Test
    void a_folder_that_leads_elsewhere_is_looked_at_where_it_leads() throws IOException {
        mode(folder.resolve("above"), "rwxrwxrwx");
        var link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("fine")).resolve("link"), data);

        assertThatThrownBy(() -> Trusted.check(link)).hasMessageContaining("can be written by others");
    }

    @Test
    void compiled_rulesets_that_others_could_write_are_not_trusted_any_more() throws IOException {
        mode(Files.createDirectory(data.resolve("rulesets")), "rwxrwxrwx");

        assertThatThrownBy(() -> Trusted.check(data)).hasMessageContaining("rulesets] could be written by others");
    }

    @Test
    void a_secret_that_others_could_read_is_closed_and_that_is_told() throws IOException {
        var key = Files.createFile(data.resolve("bootstrap.key"));
        mode(key, "rw-r--r--");

        assertThat(Trusted.check(data)).singleElement().asString().contains("others could read [" + key + "]");
        assertThat(mode(key)).isEqualTo("rw-------");
    }

    @Test
    void a_group_of_nobodys_name_may_write_and_a_named_one_may_not() throws IOException {
        assumeTrue(isRoot(), "only root gives folders away");
        var above = folder.resolve("above");
        mode(above, "rwxrwxr-x");
        assertThat(Trusted.check(data)).as("root's own group").isEmpty();
        Files.setAttribute(above, "unix:gid", STRANGER);
        assertThat(Trusted.check(data)).as("as a container's volume").isEmpty();
        Files.setAttribute(above, "unix:gid", 1); // daemon, everywhere
        assertThatThrownBy(() -> Trusted.check(data)).hasMessageContaining("can be written by others");
    }

    @Test
    void what_belongs_to_somebody_else_is_refused_and_a_folder_above_is_told_of_by_root() throws IOException {
        assumeTrue(isRoot(), "only root gives folders away");
        Files.setAttribute(folder.resolve("above"), "unix:uid", STRANGER);
        assertThat(Trusted.check(data)).singleElement().asString().contains("belongs to " + STRANGER);

        Files.setAttribute(Files.createFile(data.resolve("rulesets.key")), "unix:uid", STRANGER);
        assertThatThrownBy(() -> Trusted.check(data)).hasMessageContaining("rulesets.key] belongs to somebody else");
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
