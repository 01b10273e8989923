package dev.douane.service.fire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Spoiled packs, always the same of one seed: a file of them has something lost, doubled, swapped or put in, or a byte of the archive is another. */
final class Mutants {
    private static final List<String> PUT_IN = List.of(
            "\"",
            "'",
            "(",
            ")",
            "{",
            "}",
            ";",
            ",",
            ":",
            "#",
            "/*",
            "*/",
            "$1",
            "$2",
            "params.x",
            "null",
            "not ",
            "exists ",
            " or ",
            "1e999999999",
            "-1",
            "0,90",
            "10_000",
            "9999-12-31",
            "\u202e",
            "\u200b",
            "\0",
            "\ufeff",
            "\r",
            "\n",
            "&a ",
            "*a ",
            "<<: ",
            "Budget()\n",
            "Outage()\n",
            "b1 : Budget()\nb2 : Budget()\n",
            "examples:\n",
            "=1+1",
            ";;;;",
            "RuleSet;",
            "\t");

    private final List<byte[]> sources;
    private final Random random;

    /** @param sources whole packs, as zips */
    Mutants(List<byte[]> sources, long seed) {
        this.sources = List.copyOf(sources);
        this.random = new Random(seed);
    }

    byte[] next(int number) throws IOException {
        var source = sources.get(random.nextInt(sources.size()));
        var files = files(source);
        if (files.isEmpty() || random.nextInt(10) == 0) {
            return flipped(source);
        }
        rename(files, number);
        for (int left = random.nextInt(3); left >= 0; left--) {
            spoil(files);
        }
        return zip(files);
    }

    /** What can be read of it: some of the sources are no archives that everybody reads. */
    private static Map<String, byte[]> files(byte[] archive) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), zip.readAllBytes());
                }
            }
        } catch (ZipException halfRead) {
            return new TreeMap<>();
        }
        return files;
    }

    /** Under a name of its own, so that it is looked at, and not only told that its version is there. */
    private static void rename(Map<String, byte[]> files, int number) {
        files.computeIfPresent(
                "pack.yaml",
                (path, text) -> new String(text, StandardCharsets.UTF_8)
                        .replaceFirst("(?m)^name: .*$", "name: mutant-" + number)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void spoil(Map<String, byte[]> files) {
        var paths = new ArrayList<>(files.keySet());
        var path = paths.get(random.nextInt(paths.size()));
        var bytes = files.get(path);
        if (path.endsWith(".xlsx") || bytes.length == 0) {
            files.put(path, bytes.length == 0 ? PUT_IN.getFirst().getBytes(StandardCharsets.UTF_8) : flipped(bytes));
            return;
        }
        var text = new StringBuilder(new String(bytes, StandardCharsets.UTF_8));
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(40));
        switch (random.nextInt(4)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(to, text.substring(from, to).repeat(1 + random.nextInt(30)));
            case 2 -> text.insert(from, PUT_IN.get(random.nextInt(PUT_IN.size())));
            default -> text.replace(from, to, PUT_IN.get(random.nextInt(PUT_IN.size())));
        }
        files.put(path, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private byte[] flipped(byte[] bytes) {
        var other = bytes.clone();
        for (int left = random.nextInt(3); left >= 0; left--) {
            other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return other;
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
