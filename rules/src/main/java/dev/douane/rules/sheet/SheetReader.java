package dev.douane.rules.sheet;

/** Reads sheets of any kind. Nothing in a file makes it throw: what is wrong is in the sheet's faults. Safe for use by many threads. */
public final class SheetReader {
    private SheetReader() {}

    /**
     * Reads comma-separated values.
     *
     * @param file as problems name it
     * @param asShown whether what people would take otherwise than it is read is a fault, and the first line may say how numbers are written;
     *     false for what was accepted before that was asked
     */
    public static Sheet csv(String file, String text, boolean asShown) {
        return CsvReader.read(file, text, asShown);
    }

    /**
     * Reads the one sheet of an XLSX file.
     *
     * @param file as problems name it
     * @param asShown whether what people would take otherwise than it is read is a fault; false for what was accepted before that was asked
     */
    public static Sheet xlsx(String file, byte[] bytes, boolean asShown) {
        return XlsxReader.read(file, bytes, asShown);
    }
}
