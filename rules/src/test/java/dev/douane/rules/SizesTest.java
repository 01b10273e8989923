package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.decide.Fired;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.sheet.Workbook;
import dev.douane.rules.signing.Envelope;
import dev.douane.rules.signing.PackZip;
import dev.douane.rules.signing.SigningKey;
import dev.douane.rules.signing.TrustPolicy;
import dev.douane.rules.validator.PackValidator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is as large as it may be passes, and what is one larger is told which limit it met. */
class SizesTest {
    private static final String MANIFEST = """
            name: %s
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """;

    private static final String FLAG = "decision.flag(\"x\");";
    private static final String PLAIN = "task == \"\"$param\"\"";

    /** Random digits of a text, such that it packs to somewhat less than 10 kB. */
    private static final int NOISE = 11_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Size.class)
    void what_is_as_large_as_it_may_be_passes(Size size) throws Exception {
        assertThat(outcome(size, size.most())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void what_is_one_larger_is_told_so(Size size) throws Exception {
        assertThat(outcome(size, size.most() + 1)).containsPattern("\\b" + size.most() + "\\b");
    }

    /** Stored as it is, each name in both headers, and 300 bytes around each part of the form. */
    @Test
    void the_largest_pack_and_all_its_signatures_go_into_one_request() {
        long headers = Size.FILES.most() * (30L + 46 + 2 * 200) + 22;
        long signatures = Size.ENVELOPES.most() * (Size.ENVELOPE_CHARS.most() + 300L);

        assertThat(Size.PACK_BYTES.most() + headers + signatures + 300).isLessThanOrEqualTo(Size.ARCHIVE_BYTES.most());
    }

    @Test
    void who_lints_a_pack_is_told_that_it_is_too_large() throws PackException {
        var files = large(Size.PACK_BYTES.most() + 1);

        assertThat(new PackValidator(Vocabulary.FIXED)
                        .check(pack(MANIFEST.formatted("example"), files))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .startsWith("the pack's files (6291457 bytes together) must be at most 6291456 bytes"));
    }

    /** What comes of so much of it, empty where nothing speaks against it. */
    private String outcome(Size size, int n) throws Exception {
        return switch (size) {
            case FILE_BYTES -> onDisk(PackOnDisk.of(directory).with("CHANGELOG.md", "x".repeat(n)));
            case FILES -> files(n);
            case PACK_BYTES -> validator(large(n));
            case ARCHIVE_BYTES -> archiveBytes(n);
            case ARCHIVE_RATIO -> expanding(n > size.most());
            case ENVELOPES -> String.join("\n", TrustPolicy.misfits(small(), Collections.nCopies(n, signed())));
            case ENVELOPE_CHARS -> envelope(n);
            case SIGNATURES -> told(() -> new Envelope("t", "", Collections.nCopies(n, signature())));
            case PACKS -> packs(n);
            case PARAMETERS -> parameters(n);
            case WORDS -> words(n);
            case OWNERS -> manifest("owners: [tests]", "owners: [%s]".formatted(list(n, ", ", i -> "o" + i)));
            case TITLE -> manifest("A pack for a test", "t".repeat(n));
            case DESCRIPTION -> manifest("Says what the test needs it to say.", "d".repeat(n));
            case RULES -> validator(list(n, "\n", i -> PackOnDisk.rule("R-" + i, "Rule " + i, "Call()", FLAG)));
            case PATTERNS -> when("Call() ".repeat(n));
            case CONSTRAINTS -> when("Workload(%s)".formatted(list(n, ", ", i -> "task != \"t\"")));
            case VALUES -> when("Workload(task in (%s))".formatted(list(n, ", ", i -> "\"t" + i + "\"")));
            case BRANCHES -> when(list(n, " or ", i -> "Call()"));
            case EFFECTS -> validator(PackOnDisk.rule("R-1", "Rule", "Call()", FLAG.repeat(n)));
            case BRACKETS -> when("(".repeat(n) + "Call()" + ")".repeat(n));
            case TEXT -> when("Workload(workloadClass == \"%s\")".formatted("t".repeat(n)));
            case NAME -> validator(PackOnDisk.rule("R-1", "R".repeat(n), "Call()", FLAG));
            case CITES -> validator(saying("So it is.", list(n, "; ", i -> "Art. " + i)));
            case REASON -> validator(saying("r".repeat(n - 1) + ".", "Art. 1"));
            case SHEET_ROWS -> csv(rows(n));
            case SHEET_COLUMNS -> csv(columns(n));
            case CELL_CHARS -> csv(snippet(n));
            case XLSX_BYTES -> xlsxBytes(n);
            case XLSX_RATIO -> xlsxExpanding(n > size.most());
            case XLSX_FILES -> xlsxFiles(n);
        };
    }

    @FunctionalInterface
    private interface Step {
        Object run() throws PackException;
    }

    private static String told(Step step) {
        try {
            step.run();
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        } catch (PackException e) {
            assertThat(e.problems()).hasSize(1);
            return e.problems().getFirst().message();
        }
    }

    private static String list(int size, String between, IntFunction<String> each) {
        return IntStream.range(0, size).mapToObj(each).collect(Collectors.joining(between));
    }

    private static Pack pack(String manifest, PackFile... files) throws PackException {
        var all = new ArrayList<>(List.of(files));
        all.add(new PackFile("pack.yaml", manifest));
        return PackReader.of("example", all);
    }

    private static PackFile rules(String text) {
        return new PackFile("rules/a.drl", text);
    }

    private static Pack small() throws PackException {
        return pack(MANIFEST.formatted("example"), rules(PackOnDisk.rule("R-1", "Rule", "Call()", FLAG)));
    }

    private static String validator(PackFile... files) {
        return told(() -> new PackValidator(Vocabulary.FIXED).read(pack(MANIFEST.formatted("example"), files)));
    }

    private static String validator(String rules) {
        return validator(rules(rules));
    }

    private static String when(String condition) {
        return validator(PackOnDisk.rule("R-1", "Rule", condition, FLAG));
    }

    private static String saying(String reason, String cites) {
        return """
                rule "Rule"
                    @id("R-1")
                    @reason("%s")
                    @cites("%s")
                when
                    Call()
                then
                    decision.flag("x");
                end
                """.formatted(reason, cites);
    }

    private static String onDisk(PackOnDisk pack) {
        return told(pack.rule("R-1", "Call()", FLAG)::read);
    }

    /** The manifest and the rule are two of them. */
    private String files(int n) {
        var pack = PackOnDisk.of(directory);
        for (int i = 2; i < n; i++) {
            pack.with("tests/t" + i + ".yaml", "# nothing");
        }
        return onDisk(pack);
    }

    private static PackFile[] large(int n) {
        var rule = PackOnDisk.rule("R-1", "Rule", "Call()", FLAG);
        int others = rule.length() + MANIFEST.formatted("example").length();
        return new PackFile[] {rules(rule), new PackFile("CHANGELOG.md", "x".repeat(n - others))};
    }

    /** No archive of so many bytes is a pack that is small enough, so the length is all that is asked of it. */
    private static String archiveBytes(int n) {
        var said = told(() -> PackZip.read("archive", new byte[n]));
        return said.contains("is not a zip archive") ? "" : said;
    }

    /** The longest text of which nothing is more than so many times its packed size, or one longer. */
    private static String expanding(boolean above) throws IOException {
        int longest = longest(SizesTest::most);
        var archive = archive(above ? longest + 1 : longest);
        return told(() -> PackZip.read("archive", archive));
    }

    /** How long a text of some length may be, by what it packs to. */
    @FunctionalInterface
    private interface Most {
        int of(int length) throws IOException;
    }

    /** A text of that length may be as long as it is, and one that is longer by one may not. */
    private static int longest(Most most) throws IOException {
        int length = 400_000;
        for (int up = most.of(length); length <= up; up = most.of(length)) {
            length = up + 1;
        }
        while (length > most.of(length)) {
            length--;
        }
        return length;
    }

    private static String text(int noisy, int length) {
        var noise = new Random(5);
        return list(noisy, "", i -> Integer.toHexString(noise.nextInt(16))) + "a".repeat(length - noisy);
    }

    private static int most(int length) throws IOException {
        try (var zip = new ZipOutputStream(new ByteArrayOutputStream())) {
            var entry = new ZipEntry("rules/a.drl");
            zip.putNextEntry(entry);
            zip.write(text(NOISE, length).getBytes(StandardCharsets.US_ASCII));
            zip.closeEntry();
            return Size.ARCHIVE_RATIO.most() * (int) entry.getCompressedSize();
        }
    }

    private static byte[] archive(int length) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("pack.yaml"));
            zip.write(MANIFEST.formatted("example").getBytes(StandardCharsets.US_ASCII));
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("rules/a.drl"));
            zip.write(text(NOISE, length).getBytes(StandardCharsets.US_ASCII));
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static Envelope signed() throws PackException {
        return SigningKey.generate().sign(small());
    }

    private static Envelope.Signature signature() {
        return new Envelope.Signature("", "");
    }

    private static String envelope(int n) throws PackException {
        var json = signed().toJson();
        return told(() -> Envelope.parse(json + " ".repeat(n - json.length())));
    }

    private static String packs(int n) {
        return told(() -> {
            var entries = new ArrayList<Ruleset.Entry>();
            for (int i = 0; i < n; i++) {
                var pack = pack(MANIFEST.formatted("p" + i), rules("rule"));
                entries.add(new Ruleset.Entry(pack, Fired.Mode.ENFORCE));
            }
            return new Ruleset(entries);
        });
    }

    private static String parameters(int n) {
        var declared = list(n, "", i -> "  p%d: {type: integer, default: 1, description: A number.}\n".formatted(i));
        return told(() -> pack(MANIFEST.formatted("example") + "parameters:\n" + declared, rules("rule")));
    }

    private static String manifest(String words, String others) {
        return told(() -> new PackValidator(Vocabulary.FIXED)
                .read(pack(
                        MANIFEST.formatted("example").replace(words, others),
                        rules(PackOnDisk.rule("R-1", "Rule", "Call()", FLAG)))));
    }

    private static String words(int n) {
        var declared = "parameters:\n  p: {type: string-set, default: \"%s\", description: Some words.}\n"
                .formatted(list(n, ", ", i -> "w" + i));
        return told(() -> pack(MANIFEST.formatted("example") + declared, rules("rule")));
    }

    private static String csv(String table) {
        return validator(new PackFile("tables/a.csv", "RuleSet,example,,\n" + table));
    }

    private static String table(int number, String condition) {
        return """
                RuleTable Some,,,
                NAME,CONDITION,ACTION,METADATA,METADATA
                ,Workload,,,
                ,"%2$s","decision.flag(""$param"");","id(""$param"")","reason(""$param"")"
                rule,task,mark,id,reason
                Row %1$d,t%1$d,m,T-%1$d,So it is.
                """.formatted(number, condition);
    }

    /** Tables of six rows, with forty rows that hold nothing between them, as many as may be on end, and fewer between the last two. */
    private static String rows(int n) {
        var rows = new StringBuilder();
        int left = n - 1;
        int number = 0;
        for (; left >= 6 + 40 + 6; left -= 6 + 40) {
            rows.append(table(number++, PLAIN)).append(",,,,\n".repeat(40));
        }
        return rows.append(table(number++, PLAIN))
                .append(",,,,\n".repeat(left - 12))
                .append(table(number, PLAIN))
                .toString();
    }

    /** The name's column is none of a rule's; three of the others are no conditions. */
    private static String columns(int n) {
        int conditions = n - 3;
        return String.join(
                "\n",
                "RuleTable Wide",
                "NAME," + "CONDITION,".repeat(conditions) + "ACTION,METADATA,METADATA",
                "," + "Workload,".repeat(conditions) + ",,",
                ",\"%s\",".formatted(PLAIN) + "\"task != \"\"$param\"\"\",".repeat(conditions - 1)
                        + "\"decision.flag(\"\"$param\"\");\",\"id(\"\"$param\"\")\",\"reason(\"\"$param\"\")\"",
                "rule," + "task,".repeat(conditions) + "mark,id,reason",
                "Row,a," + ",".repeat(conditions - 1) + "m,T-1,So it is.",
                "");
    }

    /** 94 pieces of 212 characters stand behind the 16 of the first comparison, and one that takes the rest. */
    private static String snippet(int n) {
        return table(1, PLAIN + list(94, "", i -> other(191)) + other(n - 16 - 94 * 212 - 21));
    }

    private static String other(int characters) {
        return ", workloadClass != \"\"" + "a".repeat(characters) + "\"\"";
    }

    private static String xlsx(Workbook workbook) {
        return validator(new PackFile("tables/a.xlsx", new String(workbook.bytes(), StandardCharsets.ISO_8859_1)));
    }

    private static String xlsxBytes(int n) throws IOException {
        return xlsx(holding(text(700_000, n - others())));
    }

    private static String xlsxExpanding(boolean above) throws IOException {
        int longest = longest(SizesTest::mostInXlsx);
        return xlsx(holding(text(NOISE, above ? longest + 1 : longest)));
    }

    private static int mostInXlsx(int length) throws IOException {
        int before = others() - contents(Workbook.plain()).getLast().length; // the sheet itself comes last
        return Size.XLSX_RATIO.most() * holding(text(NOISE, length)).bytes().length - before;
    }

    /** A sheet with a part that nobody looks into. */
    private static Workbook holding(String part) {
        return Workbook.plain().part("docProps/custom.xml", part);
    }

    private static int others() throws IOException {
        return contents(Workbook.plain()).stream().mapToInt(part -> part.length).sum();
    }

    private static String xlsxFiles(int n) throws IOException {
        var workbook = Workbook.plain();
        for (int i = contents(workbook).size(); i < n; i++) {
            workbook.part("xl/theme/theme" + i + ".xml", "<a/>");
        }
        return xlsx(workbook);
    }

    private static List<byte[]> contents(Workbook workbook) throws IOException {
        var contents = new ArrayList<byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(workbook.bytes()))) {
            while (zip.getNextEntry() != null) {
                contents.add(zip.readAllBytes());
            }
        }
        return contents;
    }
}
