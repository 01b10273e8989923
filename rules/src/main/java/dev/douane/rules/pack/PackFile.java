package dev.douane.rules.pack;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * One file of a pack. All files are text but for spreadsheets.
 *
 * @param path relative to the pack's directory, parts separated by {@code /}
 * @param text the content, read as strict UTF-8; of a spreadsheet, a character for each byte
 */
public record PackFile(String path, String text) {
    private static final String SPREADSHEET = ".xlsx";

    /**
     * A file from its bytes.
     *
     * @throws CharacterCodingException if it must be text and is not UTF-8
     */
    public static PackFile of(String path, byte[] bytes) throws CharacterCodingException {
        return new PackFile(
                path,
                path.endsWith(SPREADSHEET)
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                        : StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)
                                .decode(ByteBuffer.wrap(bytes))
                                .toString());
    }

    /** What to say of a file that must be text and is not. */
    public static String notText(String path) {
        return path.endsWith(".csv")
                ? "is not UTF-8 text\nMaybe save it as CSV UTF-8, which spreadsheet programs offer beside CSV."
                : "is not UTF-8 text";
    }

    /** The content as it stands on disk. */
    public byte[] bytes() {
        return text.getBytes(isSpreadsheet() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** Whether it is an XLSX file, which holds bytes and no text. */
    public boolean isSpreadsheet() {
        return path.endsWith(SPREADSHEET);
    }

    boolean isRules() {
        return path.startsWith("rules/");
    }

    boolean isTable() {
        return path.startsWith("tables/");
    }

    boolean isTest() {
        return path.startsWith("tests/");
    }
}
