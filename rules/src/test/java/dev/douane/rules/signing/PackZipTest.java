package dev.douane.rules.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.zip.UnsoundZipException;
import dev.douane.rules.zip.ZipFormat;
import dev.douane.rules.zip.ZipReader;
import dev.douane.rules.zip.ZipWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackZipTest {
    private static final String MANIFEST = "name: a\nversion: 1.0.0\n";

    @TempDir
    private Path packs;

    @Test
    void a_pack_comes_out_of_its_archive_as_it_went_in() throws PackException {
        var pack = SignedPacks.pack(packs, "example", "cost-tier");

        assertThat(PackZip.read("upload", PackZip.write(pack))).isEqualTo(pack);
    }

    @Test
    void the_same_pack_gives_the_same_bytes_for_good() throws Exception {
        var archive = PackZip.write(SignedPacks.pack(packs, "example", "cost-tier"));

        assertThat(archive).isEqualTo(PackZip.write(SignedPacks.pack(packs, "example", "cost-tier")));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive)))
                .as("another digest here means that archives already signed and mirrored would change")
                .isEqualTo("3bbb021b49b5f06eeadcbe68d46b7ebbf86bb60974f48c4a609510afef0b1e45");
    }

    @Test
    void other_programs_read_our_archives() throws IOException {
        var names = new ArrayList<String>();
        try (var in = new ZipInputStream(
                new ByteArrayInputStream(PackZip.write(SignedPacks.pack(packs, "example", "cost-tier"))))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
                assertThat(in.readAllBytes()).isNotEmpty();
            }
        }
        assertThat(names).containsExactly("pack.yaml", "rules/EX-1.drl", "tests/all.yaml");
    }

    /** Java's writer streams: deflated, sizes behind the content, times in extra fields, folders as entries. */
    @Test
    void we_read_the_archives_of_other_programs() throws Exception {
        var pack = SignedPacks.pack(packs, "example", "cost-tier");
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("rules/"));
            zip.closeEntry();
            for (var file : pack.files().reversed()) {
                zip.putNextEntry(new ZipEntry(file.path()));
                zip.write(file.bytes());
                zip.closeEntry();
            }
        }

        assertThat(PackZip.read("upload", out.toByteArray())).isEqualTo(pack);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../pack.yaml",
                "rules/../../etc/passwd",
                "/etc/passwd",
                "rules\\a.drl",
                "C:evil",
                "rules//a.drl",
                "./pack.yaml",
                "rules/.",
                "rules/a\u0000.drl",
                "rules/a b.drl",
                "rules/ä.drl"
            })
    void a_name_that_is_no_plain_path_inside_the_pack_is_refused(String name) {
        assertThat(refusal(zip(List.of(new Entry(name, "x"))))).containsAnyOf("is no path", "plain ASCII");
    }

    @Test
    void two_names_that_differ_in_case_only_are_refused() {
        assertThat(refusal(zip(List.of(new Entry("rules/a.drl", "x"), new Entry("rules/A.drl", "y")))))
                .contains("stands in the archive twice, or differs from another name in case only");
    }

    @Test
    void one_name_twice_is_refused() {
        assertThat(refusal(zip(List.of(new Entry("rules/a.drl", "x"), new Entry("rules/a.drl", "y")))))
                .contains("stands in the archive twice");
    }

    @Test
    void an_archive_in_the_archive_is_refused() {
        var inner = new String(sound(), StandardCharsets.ISO_8859_1);

        assertThat(refusal(zip(List.of(new Entry("rules/a.drl", inner)))))
                .contains("rules/a.drl: is itself an archive");
    }

    @Test
    void what_expands_too_far_is_refused_by_what_comes_out_and_not_by_what_it_says() throws IOException {
        assertThat(refusal(deflated("rules/a.drl", new byte[900_000]))).contains("expands more than 100 times");
        assertThat(refusal(deflated("rules/a.drl", noise(Size.FILE_BYTES.most() + 1))))
                .contains("must be at most 1048576 bytes");
        var sayingLess = deflated("rules/a.drl", new byte[900_000]);
        for (int at = 0; at < sayingLess.length - 4; at++) {
            if (little(sayingLess, at) == 900_000) {
                put(sayingLess, at, 10);
            }
        }
        assertThat(refusal(sayingLess)).contains("expands more than 100 times");
    }

    @Test
    void many_files_together_are_refused_too() {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < 7; i++) {
            entries.add(new Entry("rules/" + i + ".drl", "x".repeat(1 << 20)));
        }
        assertThat(refusal(zip(entries))).contains("archive expands to more than 6291456 bytes");
    }

    @Test
    void more_files_than_a_pack_may_hold_are_refused() {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i <= 1000; i++) {
            entries.add(new Entry("rules/" + i + ".drl", "x"));
        }
        assertThat(refusal(zip(entries))).contains("entries (1001) must be at most 1000");
    }

    static Stream<Arguments> tampered() {
        int central = sound().length - 22 - 46 - "pack.yaml".length();
        int end = sound().length - 22;
        return Stream.of(
                arguments("bytes before the first entry", concat(bytes("MZ"), sound()), "before, after or inside"),
                arguments("bytes behind the end", concat(sound(), bytes("x")), "not a zip archive"),
                arguments("an empty file", new byte[0], "not a zip archive"),
                arguments("cut off", Arrays.copyOf(sound(), 40), "not a zip archive"),
                arguments("a comment announced", with(end + 20, 1), "announces a comment"),
                arguments(
                        "a comment, as git archive writes one",
                        concat(with(end + 20, 40), bytes("0123456789012345678901234567890123456789")),
                        "git archive --format=zip HEAD^{tree}"),
                arguments("another disk", with(end + 4, 1), "several parts"),
                arguments("more entries announced", with(end + 10, 2), "several parts"),
                arguments("another name in the entry's own header", with(30, 'q'), "described in two ways"),
                arguments("another size in the entry's own header", with(22, 3), "described in two ways"),
                arguments("another method in the list", with(central + 10, 8), "described in two ways"),
                arguments("encrypted", with(6, 1), "is encrypted"),
                arguments("strongly encrypted", with(central + 8, 0x40), "is encrypted"),
                arguments("unknown method", with(central + 10, 12), "compressed by method (12)"),
                arguments("a checksum that does not fit", with(central + 16, 1), "described in two ways"),
                arguments("changed content", with(40, 'X'), "is not what its size and checksum say"),
                arguments("a symbolic link", with(with(sound(), central + 5, 3), central + 41, 0xa1), "is a link"),
                arguments("a device", with(central + 41, 0x20), "is a link or another special file"),
                arguments("a comment on an entry", with(central + 32, 1), "has a comment"),
                arguments("an entry that begins elsewhere", with(central + 42, 5), "does not begin where"),
                arguments("an extra field that is cut off", with(28, 9), "extra field"),
                arguments("a broken list", with(central, 0), "list of entries is broken"),
                arguments("a broken entry", with(0, 0), "no entry where its list says"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampered")
    void an_archive_that_two_readers_could_read_in_two_ways_is_refused(String what, byte[] archive, String why) {
        assertThat(refusal(archive)).as(what).contains(why);
    }

    @Test
    void an_extra_field_that_gives_another_name_is_refused() {
        var files = new TreeMap<String, byte[]>();
        files.put("pack.yamlup\u0001\u0000x".substring(0, 9), bytes(MANIFEST));
        var plain = ZipWriter.write(files);
        // five bytes behind the name in both headers, and the lengths to go with them
        var extra = new byte[] {0x75, 0x70, 1, 0, 'x'};
        int nameEnd = 30 + 9;
        int central = plain.length - 22 - 46 - 9;
        var archive = concat(
                concat(Arrays.copyOf(plain, nameEnd), extra),
                concat(
                        Arrays.copyOfRange(plain, nameEnd, plain.length - 22),
                        concat(extra, Arrays.copyOfRange(plain, plain.length - 22, plain.length))));
        archive[28] = 5;
        archive[central + 5 + 30] = 5;
        put(archive, archive.length - 22 + 12, 46 + 9 + 5);
        put(archive, archive.length - 22 + 16, central + 5);

        assertThat(refusal(archive)).contains("extra field (0x7075)");
    }

    /** Whatever stands in the bytes, the answer is a pack or a refusal. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void no_archive_breaks_the_reader(long seed) throws IOException {
        var random = new Random(seed);
        var originals = List.of(
                sound(),
                deflated("rules/a.drl", noise(3_000)),
                PackZip.write(SignedPacks.pack(packs.resolve("fuzz"), "fuzz", "budget")));
        for (int round = 0; round < 5_000; round++) {
            var archive = originals.get(random.nextInt(originals.size())).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                archive[random.nextInt(archive.length)] = (byte) random.nextInt();
            }
            var cut = random.nextInt(10) == 0 ? Arrays.copyOf(archive, random.nextInt(archive.length)) : archive;
            try {
                SortedMap<String, byte[]> files = ZipReader.read(cut, PackZip.BOUNDS);
                assertThat(files.keySet()).noneMatch(name -> name.startsWith("/") || name.contains(".."));
            } catch (UnsoundZipException refused) {
                assertThat(refused.why()).isNotBlank();
            }
        }
    }

    private record Entry(String name, String content) {}

    private static byte[] sound() {
        var files = new TreeMap<String, byte[]>();
        files.put("pack.yaml", bytes(MANIFEST));
        return ZipWriter.write(files);
    }

    /** Names as they come, twice too: each is written alone, and the parts are put together. */
    private static byte[] zip(List<Entry> entries) {
        var local = new ByteArrayOutputStream();
        var central = new ByteArrayOutputStream();
        for (var entry : entries) {
            var files = new TreeMap<String, byte[]>();
            var name = entry.name().getBytes(StandardCharsets.UTF_8);
            // stands for the name while the writer only knows ASCII
            files.put("n".repeat(name.length), entry.content().getBytes(StandardCharsets.ISO_8859_1));
            var one = ZipWriter.write(files);
            int centralAt = one.length - 22 - 46 - name.length;
            System.arraycopy(name, 0, one, 30, name.length);
            System.arraycopy(name, 0, one, centralAt + 46, name.length);
            put(one, centralAt + 42, local.size());
            local.writeBytes(Arrays.copyOf(one, centralAt));
            central.writeBytes(Arrays.copyOfRange(one, centralAt, one.length - 22));
        }
        var end = new byte[22];
        put(end, 0, ZipFormat.END_SIGNATURE);
        end[8] = (byte) entries.size();
        end[9] = (byte) (entries.size() >> 8);
        end[10] = end[8];
        end[11] = end[9];
        put(end, 12, central.size());
        put(end, 16, local.size());
        return concat(concat(local.toByteArray(), central.toByteArray()), end);
    }

    private static byte[] deflated(String name, byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static byte[] noise(int bytes) {
        var noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static byte[] with(int at, int value) {
        return with(sound(), at, value);
    }

    private static byte[] with(byte[] archive, int at, int value) {
        var changed = archive.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int little(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    private static void put(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    }

    private static String refusal(byte[] archive) {
        var refused = catchThrowableOfType(PackException.class, () -> PackZip.read("upload", archive));
        return String.valueOf(refused.getMessage());
    }
}
