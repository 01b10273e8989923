package dev.douane.service.cli.pack;

import dev.douane.rules.signing.TrustPolicy;
import dev.douane.service.cli.InputFile;
import dev.douane.service.cli.UnusableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane pack verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Holds a pack and its signatures against a trust policy, as the server would.")
final class VerifyCommand implements Callable<Integer> {
    private static final int POLICY_BYTES_MAX = 1 << 20;

    @Parameters(paramLabel = "PACK")
    private Path path = Path.of(".");

    @Option(names = "--policy", paramLabel = "FILE", required = true, description = "The trust policy.")
    private Path policy = Path.of("trust.yaml");

    @Option(names = "--signature", paramLabel = "FILE", description = "A signature; may be given several times.")
    private List<Path> signatures = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** What is printed as JSON. */
    private record Verified(
            String pack,
            String digest,
            boolean accepted,
            int threshold,
            Map<String, String> signers,
            List<String> objections) {}

    @Override
    public Integer call() throws UnusableException {
        var pack = Packs.read(path);
        TrustPolicy trusted;
        try {
            trusted = TrustPolicy.parse(InputFile.text(policy, POLICY_BYTES_MAX));
        } catch (IllegalArgumentException e) {
            throw new UnusableException("%s: %s".formatted(policy, e.getMessage()), e);
        }
        var verdict = trusted.verify(pack, Signatures.read(signatures));
        var out = Out.of(spec);
        if (json) {
            out.println(Json.of(new Verified(
                    pack.reference(),
                    pack.digest(),
                    verdict.accepted(),
                    verdict.threshold(),
                    verdict.signers(),
                    verdict.objections())));
        } else {
            out.printf("%s %s%n", pack.reference(), pack.digest());
            verdict.signers().forEach((name, owner) -> out.printf("  signed by %s (%s)%n", name, owner));
            verdict.objections().forEach(objection -> out.printf("  %s%n", objection));
            out.println(verdict.accepted() ? "accepted" : "not accepted");
        }
        return verdict.accepted() ? PackTool.OK : PackTool.FOUND;
    }
}
