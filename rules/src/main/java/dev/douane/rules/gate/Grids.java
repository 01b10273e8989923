package dev.douane.rules.gate;

import dev.douane.rules.pack.PackFile;

/** Reads the cells of a table's file, whichever kind it is. */
final class Grids {
    private Grids() {}

    /** @param path as problems name the file */
    static Grid read(String path, PackFile file, Refusals refusals) {
        return file.isSpreadsheet()
                ? XlsxGrid.read(path, file.bytes(), refusals)
                : CsvGrid.read(path, file.text(), refusals);
    }
}
