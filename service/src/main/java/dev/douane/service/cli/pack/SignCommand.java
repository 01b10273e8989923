package dev.douane.service.cli.pack;

import dev.douane.service.cli.UnusableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane pack sign}. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Vouches for a pack exactly as it is, and writes the signature beside it.")
final class SignCommand implements Callable<Integer> {
    private static final int SHORT_KEY_ID = 8;

    @Parameters(paramLabel = "PACK")
    private Path path = Path.of(".");

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "Your private key, NAME.key.")
    private Path key = Path.of("key");

    @Option(names = "--public-key", paramLabel = "FILE", description = "Its public half. Default: NAME.pub beside it.")
    private @Nullable Path publicKey;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "The signature to write. Default: NAME-VERSION.KEYID.dsse.json in this directory.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** What is printed as JSON. */
    private record Signed(String pack, String digest, String keyId, String file) {}

    @Override
    public Integer call() throws UnusableException {
        var pack = Packs.read(path);
        var signing = KeyFiles.read(key, publicKey == null ? KeyFiles.publicKeyOf(key) : publicKey);
        var keyId = signing.publicKey().id();
        var manifest = pack.manifest();
        var shortId = keyId.substring("sha256:".length(), "sha256:".length() + SHORT_KEY_ID);
        var file = out == null
                ? Path.of("%s-%s.%s.dsse.json".formatted(manifest.name(), manifest.version(), shortId))
                : out;
        Packs.write(file, (signing.sign(pack).toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        var signed = new Signed(pack.reference(), pack.digest(), keyId, file.toString());
        Out.of(spec)
                .println(
                        json
                                ? Json.of(signed)
                                : "%s%npack digest %s%nsigned by key %s%n%s"
                                        .formatted(signed.pack(), signed.digest(), signed.keyId(), signed.file()));
        return PackTool.OK;
    }
}
