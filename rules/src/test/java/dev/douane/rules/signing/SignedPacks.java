package dev.douane.rules.signing;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import java.nio.file.Path;

/** Packs to pack up and sign. */
final class SignedPacks {
    private SignedPacks() {}

    static Pack pack(Path parent, String name, String concern) {
        try {
            return PackOnDisk.of(parent, name, concern)
                    .rule("EX-1", "Workload(task == \"chat\")", "decision.flag(\"chat\");")
                    .with("tests/all.yaml", "catalog: []\ncases: []\n")
                    .read();
        } catch (PackException e) {
            throw new IllegalStateException(e);
        }
    }
}
