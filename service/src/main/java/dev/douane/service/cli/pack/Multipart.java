package dev.douane.service.cli.pack;

import dev.douane.rules.limits.Size;
import dev.douane.service.cli.InputFile;
import dev.douane.service.cli.UnusableException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A pack and its signatures in one request body (RFC 7578); the JDK's client has none of its own. */
final class Multipart {
    private final String boundary = "douane-" + UUID.randomUUID();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private Multipart() {}

    static Multipart of(byte[] zip, List<Path> signatures) throws UnusableException {
        var multipart = new Multipart();
        multipart.part("pack", "pack.zip", "application/zip", zip);
        for (int i = 0; i < signatures.size(); i++) {
            multipart.part(
                    "signature",
                    "signature-%s.dsse.json".formatted(i + 1),
                    "application/json",
                    InputFile.bytes(signatures.get(i), Size.ENVELOPE_CHARS.most()));
        }
        multipart.ascii("--%s--\r\n".formatted(multipart.boundary));
        return multipart;
    }

    private void part(String name, String file, String type, byte[] content) {
        ascii("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
                .formatted(boundary, name, file, type));
        body.writeBytes(content);
        ascii("\r\n");
    }

    private void ascii(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    byte[] toBytes() {
        return body.toByteArray();
    }
}
