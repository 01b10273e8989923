package dev.douane.service.cli.pack;

import dev.douane.rules.limits.Size;
import dev.douane.rules.signing.Envelope;
import dev.douane.service.cli.InputFile;
import dev.douane.service.cli.UnusableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Signature files. */
final class Signatures {
    private Signatures() {}

    static List<Envelope> read(List<Path> files) throws UnusableException {
        if (files.size() > Size.ENVELOPES.most()) {
            throw new UnusableException(
                    "signature documents (%d) must be at most %d".formatted(files.size(), Size.ENVELOPES.most()));
        }
        var envelopes = new ArrayList<Envelope>();
        for (var file : files) {
            try {
                envelopes.add(Envelope.parse(InputFile.text(file, Size.ENVELOPE_CHARS.most())));
            } catch (IllegalArgumentException e) {
                throw new UnusableException("%s %s".formatted(file, e.getMessage()), e);
            }
        }
        return envelopes;
    }
}
