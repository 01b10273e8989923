package dev.douane.rules.signing;

import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.zip.UnsoundZipException;
import dev.douane.rules.zip.ZipBounds;
import dev.douane.rules.zip.ZipReader;
import dev.douane.rules.zip.ZipWriter;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A pack as one file.
 *
 * <p>Writing is deterministic: the same files give the same bytes on every machine. Entries are sorted by path, stored without compression
 * (deflate's output differs between libraries), dated 1 January 1980, and carry neither attributes nor comments.
 *
 * <p>Reading trusts nothing that an archive says of itself: see {@link ZipReader}.
 */
public final class PackZip {
    /** {@link Size#ARCHIVE_BYTES}. */
    public static final int ARCHIVE_BYTES_MAX = Size.ARCHIVE_BYTES.most();

    static final ZipBounds BOUNDS = new ZipBounds(
            ARCHIVE_BYTES_MAX,
            Size.FILES.most(),
            Size.FILE_BYTES.most(),
            Size.PACK_BYTES.most(),
            Size.ARCHIVE_RATIO.most());

    private PackZip() {}

    /** The pack's archive. Equal packs give equal bytes. */
    public static byte[] write(Pack pack) {
        var files = new TreeMap<String, byte[]>();
        pack.files().forEach(file -> files.put(file.path(), file.bytes()));
        return ZipWriter.write(files);
    }

    /**
     * Reads an archive made by {@link #write} or by any usual zip program. Its rules are not compiled and its tests not run.
     *
     * @param subject what to call it in an error
     * @throws PackException if it is not a sound archive, or what is in it is not a pack
     */
    public static Pack read(String subject, byte[] archive) throws PackException {
        SortedMap<String, byte[]> contents;
        try {
            contents = ZipReader.read(archive, BOUNDS);
        } catch (UnsoundZipException e) {
            throw new PackException(subject, List.of(PackProblem.in(e.entry(), e.why())));
        }
        var files = new ArrayList<PackFile>();
        var problems = new ArrayList<PackProblem>();
        contents.forEach((path, bytes) -> {
            try {
                files.add(PackFile.of(path, bytes));
            } catch (CharacterCodingException e) {
                problems.add(PackProblem.in(path, PackFile.notText(path)));
            }
        });
        if (!problems.isEmpty()) {
            throw new PackException(subject, problems);
        }
        return PackReader.of(subject, files);
    }
}
