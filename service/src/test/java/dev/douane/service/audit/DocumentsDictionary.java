package dev.douane.service.audit;

import com.github.luben.zstd.ZstdDictTrainer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a dictionary for {@link Documents} on decisions in a log, newest first. For who makes a new form; the names in those decisions
 * stand in the dictionary, so they must be nobody's: made-up callers of the shipped packs.
 *
 * <p>{@code java … DocumentsDictionary <jdbc url> <user> <password> <file>}
 */
final class DocumentsDictionary {
    private static final int DECISIONS = 4_000;
    private static final int SIZE = 32 << 10;
    private static final int MOST_SAMPLES = 64 << 20;

    private DocumentsDictionary() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        var samples = samples(arguments[0], arguments[1], arguments[2]);
        var trainer = new ZstdDictTrainer(MOST_SAMPLES, SIZE, 3);
        samples.forEach(trainer::addSample);
        Files.write(Path.of(arguments[3]), trainer.trainSamples());
    }

    private static List<byte[]> samples(String url, String user, String password) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(url, user, password);
                var select = connection.prepareStatement(
                        "select documents from decision order by id desc limit " + DECISIONS);
                var rows = select.executeQuery()) {
            var samples = new ArrayList<byte[]>();
            while (rows.next()) {
                samples.add(plain(Documents.read(rows.getBytes(1))));
            }
            return samples;
        }
    }

    /** What is compressed. */
    private static byte[] plain(Documents.Three three) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (var document : List.of(three.request(), three.answer(), three.evidence())) {
            out.writeInt(document.length);
            out.write(document);
        }
        return bytes.toByteArray();
    }
}
