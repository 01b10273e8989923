package dev.douane.rules.validator;

import dev.douane.rules.drl.Place;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.yaml.StrictYaml;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where in {@code pack.yaml} a pack says what its manifest holds. The file is read at the first question. Not safe for use by several threads. */
public final class ManifestPlaces {
    private static final String FILE = "pack.yaml";

    private final Pack pack;
    private final String prefix;
    private Optional<StrictYaml> yaml = Optional.empty();
    private boolean isRead;

    private ManifestPlaces(Pack pack, String prefix) {
        this.pack = pack;
        this.prefix = prefix;
    }

    /** @param prefix what stands in front of paths, such as {@code cost-tier/} */
    public static ManifestPlaces of(Pack pack, String prefix) {
        return new ManifestPlaces(pack, prefix);
    }

    /** Where a value stands, such as {@code /owners/0}; the file as a whole where that cannot be told, as in a pack of before. */
    Place at(String pointer) {
        return read().map(found -> found.place(pointer))
                .map(place -> new Place(prefix + FILE, place.line(), place.column()))
                .orElseGet(() -> new Place(prefix + FILE, 0, 0));
    }

    /** Where each parameter is declared, by name. */
    public SortedMap<String, Place> ofParameters() {
        var places = new TreeMap<String, Place>();
        pack.manifest().parameters().keySet().forEach(name -> places.put(name, at("/parameters/" + name)));
        return Collections.unmodifiableSortedMap(places);
    }

    private Optional<StrictYaml> read() {
        if (!isRead) {
            isRead = true;
            yaml = pack.files().stream()
                    .filter(file -> file.path().equals(FILE))
                    .findFirst()
                    .flatMap(ManifestPlaces::read);
        }
        return yaml;
    }

    private static Optional<StrictYaml> read(PackFile file) {
        try {
            return Optional.of(StrictYaml.read(file.text()));
        } catch (StrictYaml.Malformed nowhere) { // it was read when the pack was accepted, under the checks of that day
            return Optional.empty();
        }
    }
}
