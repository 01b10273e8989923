package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;

/**
 * Why a sheet is not read, or not read further.
 *
 * @param message what is wrong, and the way out on a line of its own
 */
public record SheetFault(Place place, Kind kind, String message) {
    /** The way out where programs would differ. */
    static final String SAVE_ANEW = "\nMaybe save it anew with a spreadsheet program.";

    /** What is at fault. */
    public enum Kind {
        /** How the cells of a file of values are parted. */
        LAYOUT,
        /** What an XLSX file holds, or how it shows it. */
        SPREADSHEET,
        /** How large it is. */
        LIMIT
    }

    /** The beginning of what somebody wrote, for a message. */
    static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
