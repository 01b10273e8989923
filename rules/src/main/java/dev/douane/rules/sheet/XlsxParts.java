package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;
import dev.douane.rules.zip.UnsoundZipException;
import dev.douane.rules.zip.ZipBounds;
import dev.douane.rules.zip.ZipReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Looks at the files inside an XLSX file before anything makes sense of them: which there are, how large they become, and what they point at. */
final class XlsxParts {
    /** What a sheet of values is made of. Macros, links to other files, embedded objects, queries and forms have files of their own. */
    private static final Pattern KNOWN = Pattern.compile(
            "\\[Content_Types]\\.xml|_rels/\\.rels|docProps/[A-Za-z]+\\.xml|docMetadata/LabelInfo\\.xml"
                    + "|xl/workbook\\.xml|xl/_rels/workbook\\.xml\\.rels|xl/styles\\.xml|xl/sharedStrings\\.xml|xl/metadata\\.xml|xl/calcChain\\.xml"
                    + "|xl/theme/theme[0-9]*\\.xml|xl/worksheets/sheet[0-9]+\\.xml|xl/worksheets/_rels/sheet[0-9]+\\.xml\\.rels"
                    + "|xl/drawings/drawing[0-9]+\\.xml|xl/printerSettings/printerSettings[0-9]+\\.bin"
                    + "|(_rels|docProps|docMetadata|xl|xl/(_rels|theme|worksheets|worksheets/_rels|drawings|printerSettings))/");

    private static final int RATIO_FREE_BYTES = 100_000;

    /** More than a file can be packed by: the whole was held against its size before. */
    private static final int RATIO_ANY = 1_100;

    private static final ZipBounds BOUNDS = new ZipBounds(
            SheetLimits.XLSX_UNPACKED_MAX,
            SheetLimits.XLSX_ENTRIES_MAX,
            SheetLimits.XLSX_UNPACKED_MAX,
            SheetLimits.XLSX_UNPACKED_MAX,
            RATIO_ANY);

    private final Place place;
    private final List<SheetFault> faults;
    private final SortedMap<String, byte[]> parts = new TreeMap<>();
    private long unpacked;

    private XlsxParts(Place place, List<SheetFault> faults) {
        this.place = place;
        this.faults = faults;
    }

    /**
     * The files by their path, as a reader finds them that goes through the archive from its beginning; what is wrong is noted.
     *
     * @param asShown whether readers that go by the archive's list must find the same ones; spreadsheet programs do
     */
    static SortedMap<String, byte[]> read(byte[] bytes, Place place, boolean asShown, List<SheetFault> faults) {
        var parts = new XlsxParts(place, faults);
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            parts.all(zip, bytes.length);
        } catch (IOException | IllegalArgumentException e) {
            faults.add(new SheetFault(place, SheetFault.Kind.SPREADSHEET, "is no XLSX file: it cannot be unpacked"));
        }
        if (asShown && faults.isEmpty()) {
            parts.refuseUnsound(bytes);
        }
        return parts.parts;
    }

    private void refuseUnsound(byte[] bytes) {
        try {
            ZipReader.read(bytes, BOUNDS);
        } catch (UnsoundZipException e) {
            refuse(
                    "is an archive that programs could read in two ways: (%s) "
                            + e.why()
                            + "\nMaybe save it anew with a spreadsheet program.",
                    e.entry());
        }
    }

    private void all(ZipInputStream zip, int packed) throws IOException {
        for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (parts.containsKey(entry.getName())) {
                refuse("holds (%s) twice", entry.getName());
            } else if (parts.size() >= SheetLimits.XLSX_ENTRIES_MAX) {
                faults.add(new SheetFault(
                        place,
                        SheetFault.Kind.LIMIT,
                        "holds more than %d files".formatted(SheetLimits.XLSX_ENTRIES_MAX)));
                return;
            }
            if (!KNOWN.matcher(entry.getName()).matches()) {
                refuse(
                        "holds (%s), which a table of values does not need\nMaybe save the values alone in a new file.",
                        entry.getName());
            }
            if (!one(zip, entry, packed)) {
                return;
            }
        }
        if (parts.isEmpty()) {
            refuse("is no XLSX file%s", "");
        }
    }

    private void refuse(String message, String name) {
        faults.add(new SheetFault(place, SheetFault.Kind.SPREADSHEET, message.formatted(SheetFault.shortened(name))));
    }

    /** @return whether it is small enough to go on */
    private boolean one(ZipInputStream zip, ZipEntry entry, int packed) throws IOException {
        long room = Math.min(
                SheetLimits.XLSX_UNPACKED_MAX - unpacked,
                Math.max(RATIO_FREE_BYTES, (long) packed * SheetLimits.XLSX_RATIO_MAX - unpacked));
        var content = zip.readNBytes((int) Math.max(0, room) + 1);
        unpacked += content.length;
        if (content.length > room) {
            faults.add(new SheetFault(
                    place,
                    SheetFault.Kind.LIMIT,
                    "unpacks to more than %d bytes, or to more than %d times its size"
                            .formatted(SheetLimits.XLSX_UNPACKED_MAX, SheetLimits.XLSX_RATIO_MAX)));
            return false;
        }
        if (entry.getName().endsWith(".xml") || entry.getName().endsWith(".rels")) {
            markup(entry.getName(), new String(content, StandardCharsets.ISO_8859_1));
        }
        parts.put(entry.getName(), content);
        return true;
    }

    private void markup(String name, String text) {
        if (text.indexOf('\0') >= 0) {
            refuse("holds (%s) in another encoding than UTF-8", name);
        }
        if (text.contains("<!DOCTYPE") || text.contains("<!ENTITY")) {
            refuse("holds (%s) with a document type, which could pull in other files", name);
        }
        if (name.endsWith(".rels") && text.contains("External")) {
            refuse("holds (%s) with a link to somewhere else\nMaybe remove hyperlinks and links to other files.", name);
        }
    }
}
