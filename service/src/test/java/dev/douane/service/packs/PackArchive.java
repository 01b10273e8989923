package dev.douane.service.packs;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small pack as an author would zip it: one rule that caps a task's tier, and the scenario that fires it. */
public final class PackArchive {
    private final Map<String, byte[]> files = new TreeMap<>();

    private PackArchive() {}

    /** @param rule id of its rule, unique among what the test puts in force; in small letters it is the task that the rule is about */
    public static PackArchive of(String name, String version, String rule) {
        var archive = new PackArchive();
        var task = rule.toLowerCase(Locale.ROOT);
        archive.with("pack.yaml", """
                name: %s
                version: %s
                concern: cost-tier
                owners: [finops]
                title: A pack for a test
                description: Caps a task that only tests have.
                """.formatted(name, version));
        archive.with("rules/ceiling.drl", """
                rule "Ceiling of %1$s"
                    @id("%1$s")
                    @reason("Work of %1$s runs on economy models.")
                when
                    Workload(task == "%2$s")
                then
                    decision.capTier("economy");
                end
                """.formatted(rule, task));
        return archive.with("tests/ceiling.yaml", """
                catalog:
                  - big-us: {tier: frontier, price: {input: "5.00", output: "25.00"}}
                cases:
                  - name: %1$s is not for frontier models
                    call: {model: big, deployment: big-us}
                    workload: {task: %2$s}
                    expect: {verdict: deny, because: [%1$s]}
                """.formatted(rule, task));
    }

    /** With another file, or another text of it. */
    public PackArchive with(String path, String text) {
        return with(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public PackArchive with(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    public PackArchive replacing(String path, String words, String others) {
        return with(path, new String(files.get(path), StandardCharsets.UTF_8).replace(words, others));
    }

    /** As it is stored, whatever the checks would say. */
    public Pack pack() throws PackException, CharacterCodingException {
        var all = new ArrayList<PackFile>();
        for (var file : files.entrySet()) {
            all.add(PackFile.of(file.getKey(), file.getValue()));
        }
        return PackReader.of("A pack for a test", all);
    }

    /** As a usual zip program writes it. */
    public byte[] zip() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
