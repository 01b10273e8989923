package dev.douane.service.cli.pack;

import dev.douane.rules.drl.Concern;
import dev.douane.service.cli.UnusableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane pack new}. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a small pack that passes lint and test, to start from.")
final class NewCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    @Parameters(paramLabel = "DIRECTORY", description = "Where to; its last part is the pack's name, in kebab-case.")
    private Path directory = Path.of(".");

    @Option(
            names = "--concern",
            defaultValue = "cost-tier",
            description = "classification, cost-tier (the default), sovereignty or budget.")
    private String concern = "cost-tier";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** What is printed as JSON. */
    private record Made(String pack, String directory, List<String> files) {}

    @Override
    public Integer call() throws UnusableException {
        var chosen = Concern.of(concern)
                .orElseThrow(() -> new UnusableException("--concern (%s) must be one of %s"
                        .formatted(
                                concern,
                                Arrays.stream(Concern.values())
                                        .map(Concern::word)
                                        .collect(Collectors.joining(", ")))));
        var name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
        if (!NAME.matcher(name).matches()) {
            throw new UnusableException("name (%s) must be kebab-case, such as call-costs".formatted(name));
        }
        if (Files.exists(directory)) {
            throw new UnusableException("%s is there already: nothing is written over".formatted(directory));
        }
        var files = Starter.files(name, chosen);
        for (var file : files.entrySet()) {
            Packs.write(directory.resolve(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
        var made = new Made(name + "@0.1.0", directory.toString(), List.copyOf(files.keySet()));
        var out = Out.of(spec);
        if (json) {
            out.println(Json.of(made));
        } else {
            made.files().forEach(file -> out.println(directory.resolve(file)));
            out.printf("Next: ./douane pack lint %s, then ./douane pack test %s%n", directory, directory);
        }
        return PackTool.OK;
    }
}
