package dev.douane.service.cli.pack;

import dev.douane.rules.signing.SigningKey;
import dev.douane.service.cli.UnusableException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane pack keygen}. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes an Ed25519 key pair to sign packs with: NAME.key, which stays with you, and NAME.pub.")
final class KeygenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Where to: keys/ada gives keys/ada.key and keys/ada.pub.")
    private Path name = Path.of("key");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** What is printed as JSON. Nothing of the private key. */
    private record Made(String keyId, String privateKey, String publicKey) {}

    @Override
    public Integer call() throws UnusableException {
        var file = name.resolveSibling(name.getFileName() + ".key");
        var key = SigningKey.generate();
        KeyFiles.write(key, file);
        var made = new Made(
                key.publicKey().id(),
                file.toString(),
                KeyFiles.publicKeyOf(file).toString());
        Out.of(spec)
                .println(
                        json
                                ? Json.of(made)
                                : "%s  keep it: only you can read it%n%s  give it to whoever keeps the trust policy%nkey id %s"
                                        .formatted(made.privateKey(), made.publicKey(), made.keyId()));
        return PackTool.OK;
    }
}
