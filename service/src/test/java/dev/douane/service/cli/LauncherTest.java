package dev.douane.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(LauncherTest::name).collect(Collectors.toSet());
    }

    private static String name(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
