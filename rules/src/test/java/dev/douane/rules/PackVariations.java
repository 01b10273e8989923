package dev.douane.rules;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The same packs written down differently: nothing that a rule says has changed, only where it stands. */
final class PackVariations {
    private static final int TABLE_HEADER_LINES = 6;

    private PackVariations() {}

    /** Every rule in a file of its own, the files in an order of chance, the rows of each table in an order of chance. */
    static Pack scattered(Pack pack, Random any) throws PackException {
        var rules = new ArrayList<String>();
        pack.rules().forEach(file -> rules.addAll(List.of(file.text().split("(?m)^(?=rule \")"))));
        rules.removeIf(String::isBlank);
        Collections.shuffle(rules, any);
        var files = untouched(pack);
        for (int i = 0; i < rules.size(); i++) {
            files.add(new PackFile("rules/r%03d.drl".formatted(i), rules.get(i)));
        }
        return with(files, tables(pack, any), pack);
    }

    /** All rules in one file, in an order of chance. */
    static Pack gathered(Pack pack, Random any) throws PackException {
        var rules = new ArrayList<String>();
        pack.rules().forEach(file -> rules.addAll(List.of(file.text().split("(?m)^(?=rule \")"))));
        rules.removeIf(String::isBlank);
        Collections.shuffle(rules, any);
        var files = untouched(pack);
        files.add(new PackFile("rules/all.drl", String.join("\n", rules)));
        return with(files, tables(pack, any), pack);
    }

    /** Under another name, which decides where a pack stands among others. */
    static Pack named(String name, Pack pack) throws PackException {
        var files = pack.files().stream()
                .map(file -> file.path().equals("pack.yaml")
                        ? new PackFile(
                                file.path(),
                                file.text()
                                        .replaceFirst("name: " + pack.manifest().name(), "name: " + name))
                        : file)
                .toList();
        return PackReader.of(name, files);
    }

    private static List<PackFile> untouched(Pack pack) {
        return pack.files().stream()
                .filter(file -> !pack.rules().contains(file) && !pack.tables().contains(file))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<PackFile> tables(Pack pack, Random any) {
        var tables = new ArrayList<PackFile>();
        for (var table : pack.tables()) {
            var lines = new ArrayList<>(table.text().lines().toList());
            Collections.shuffle(lines.subList(TABLE_HEADER_LINES, lines.size()), any);
            tables.add(new PackFile(table.path(), String.join("\n", lines) + "\n"));
        }
        return tables;
    }

    private static Pack with(List<PackFile> files, List<PackFile> tables, Pack pack) throws PackException {
        files.addAll(tables);
        return PackReader.of(pack.manifest().name(), files);
    }
}
