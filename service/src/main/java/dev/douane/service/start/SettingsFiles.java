package dev.douane.service.start;

import dev.douane.service.platform.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Files where a server stands that the framework takes settings from, with nobody asking it to.
 *
 * <p>A start has settled where things are kept, and which database is worked with, before there is a framework; and it hides those passwords alone that the
 * environment has. So such a file would be half heeded, and a server that keeps its money elsewhere than its operator believes is worse than none.
 */
final class SettingsFiles {
    private static final List<String> READ = List.of(".env", "config/application.properties");

    /** With a profile in front, too. */
    private static final Pattern OURS = Pattern.compile("(?:_[A-Z0-9_]+_)?(?:DOUANE|QUARKUS|SMALLRYE)_.*");

    private SettingsFiles() {}

    /**
     * What else stands there is nobody's concern: other programs read the same file.
     *
     * @param folder where the server stands
     * @throws StartFailure if one of them has a setting of the server's
     */
    static void refuse(Path folder) {
        for (var name : READ) {
            var file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                refuseSettings(file);
            }
        }
    }

    private static void refuseSettings(Path file) {
        var read = new Properties();
        try (var content = Files.newBufferedReader(file)) {
            read.load(content);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailure(
                    "The framework reads [%s], where the server stands, and it cannot be read: %s.\nMaybe start it elsewhere."
                            .formatted(file.toAbsolutePath(), e),
                    e);
        }
        var ours = read.stringPropertyNames().stream()
                .filter(SettingsFiles::isOurs)
                .sorted()
                .toList();
        if (!ours.isEmpty()) {
            throw new StartFailure(
                    "Settings come from the environment, and [%s], where the server stands, has some (%s%s), which would be half heeded.\nMaybe set them in the environment, and start it in another folder."
                            .formatted(
                                    file.toAbsolutePath(),
                                    ours.getFirst(),
                                    ours.size() == 1 ? "" : " and %d more".formatted(ours.size() - 1)));
        }
    }

    private static boolean isOurs(String name) {
        var variable = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return OURS.matcher(variable).matches() && !StraySettings.OTHERS.contains(variable);
    }
}
