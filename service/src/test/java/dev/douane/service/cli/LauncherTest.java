package dev.douane.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher ends at a variable that nobody has set ({@code set -u}), and a service manager sets next to none. */
class LauncherTest {
    private static final Pattern READ = Pattern.compile("\\$(?:([A-Z][A-Z_]*)|\\{([A-Z][A-Z_]*)\\})");
    private static final Pattern SET = Pattern.compile("(?m)^\\s*(?:export )?([A-Z][A-Z_]*)=");

    /** Bash sets them itself. */
    private static final Set<String> OF_THE_SHELL = Set.of("PATH", "SECONDS");

    @Test
    void what_is_read_of_the_environment_may_be_missing() throws IOException {
        var launcher = Files.readString(Path.of("..", "douane"));
        var set = names(SET, launcher);

        assertThat(set).contains("JAVA_HOME");
        assertThat(names(READ, launcher))
                .isNotEmpty()
                .allMatch(name -> set.contains(name) || OF_THE_SHELL.contains(name));
    }

    @Test
    void it_is_called_through_links_from_anywhere_and_whatever_cdpath_says(@TempDir Path folder)
            throws IOException, InterruptedException {
        var launcher = Path.of("..", "douane").toRealPath();
        var link = Files.createSymbolicLink(folder.resolve("one"), launcher);
        Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("bin/two"), Path.of("..", "one"));

        assertThat(helps(folder, link.toString())).isEqualTo(0);
        assertThat(helps(folder, "bin/two")).isEqualTo(0);
        assertThat(helps(launcher.getParent().getParent(), launcher.getParent().getFileName() + "/douane"))
                .isEqualTo(0);
    }

    @Test
    void a_copy_of_it_alone_says_what_it_lacks(@TempDir Path folder) throws IOException, InterruptedException {
        var copy = Files.copy(Path.of("..", "douane"), folder.resolve("douane"), StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(helps(folder, copy.toString())).isEqualTo(1);
    }

    /** @return with what code the launcher ends that is asked for help in a folder */
    private static int helps(Path from, String launcher) throws IOException, InterruptedException {
        var asked = new ProcessBuilder("bash", launcher, "help")
                .directory(from.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        asked.environment().put("CDPATH", from + ":.");
        return asked.start().waitFor();
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(LauncherTest::name).collect(Collectors.toSet());
    }

    private static String name(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
