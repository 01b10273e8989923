package dev.douane.service.cli.pack;

import dev.douane.rules.pack.PackException;
import dev.douane.rules.signing.PackZip;
import dev.douane.rules.validator.PackValidator;
import dev.douane.rules.worker.Task;
import dev.douane.service.cli.UnusableException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane pack build}. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Checks a pack and makes its zip: the same pack gives the same bytes everywhere.")
final class BuildCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK")
    private Path path = Path.of(".");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "The zip to write. Default: NAME-VERSION.zip in this directory.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private House house = new House();

    @Spec
    private @Nullable CommandSpec spec;

    /** What is printed as JSON. */
    private record Built(String pack, String digest, String file, int bytes) {}

    @Override
    public Integer call() throws UnusableException {
        var pack = Packs.read(path);
        try {
            var validator = new PackValidator(House.vocabulary(house.catalog(), house.groups()));
            var unused = Bounds.within(Task.CHECK, pack.reference(), () -> validator.read(pack));
        } catch (PackException e) {
            Out.errors(spec).println(e.getMessage());
            return PackTool.FOUND;
        }
        var manifest = pack.manifest();
        var file = out == null ? Path.of("%s-%s.zip".formatted(manifest.name(), manifest.version())) : out;
        var zip = PackZip.write(pack);
        Packs.write(file, zip);
        var built = new Built(pack.reference(), pack.digest(), file.toString(), zip.length);
        Out.of(spec)
                .println(
                        json
                                ? Json.of(built)
                                : "%s%n%s, %d bytes%npack digest %s"
                                        .formatted(built.pack(), built.file(), built.bytes(), built.digest()));
        return PackTool.OK;
    }
}
