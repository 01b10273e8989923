package dev.douane.rules.gate;

import dev.douane.rules.drl.Place;
import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values as RFC 4180 has them: a cell in double quotes may hold commas and line ends, and its quotes are doubled. */
final class CsvGrid {
    private final String file;
    private final String text;
    private final Refusals refusals;
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> row = new ArrayList<>();
    private int at;

    private CsvGrid(String file, String text, Refusals refusals) {
        this.file = file;
        this.text = text;
        this.refusals = refusals;
    }

    static Grid read(String file, String text, Refusals refusals) {
        var reader = new CsvGrid(file, text, refusals);
        reader.all();
        return new Grid(file, reader.rows);
    }

    private void all() {
        at = text.startsWith("\uFEFF") ? 1 : 0;
        while (at < text.length() && rows.size() <= GateLimits.ROWS_MAX) {
            row.add((text.charAt(at) == '"' ? quoted() : plain()).strip());
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                if (at == text.length()) {
                    row.add("");
                }
            } else {
                endOfRow();
            }
        }
        if (!row.isEmpty()) {
            rows.add(List.copyOf(row));
        }
    }

    private String plain() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !isLineEnd()) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean isLineEnd() {
        return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private String quoted() {
        var cell = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                cell.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                return closed(cell);
            }
        }
        refusals.add(here(), Refusal.TABLE, "a cell begins with a quote and does not end with one");
        return cell.toString();
    }

    private String closed(StringBuilder cell) {
        var rest = plain();
        if (!rest.isBlank()) {
            refusals.add(
                    here(),
                    Refusal.TABLE,
                    "(%s) stands behind the closing quote of a cell\nMaybe double the quotes inside the cell."
                            .formatted(rest.length() > 40 ? rest.substring(0, 40) + "…" : rest));
        }
        return cell.toString();
    }

    private Place here() {
        return new Place(file, rows.size() + 1, row.size() + 1);
    }

    private void endOfRow() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        rows.add(List.copyOf(row));
        row = new ArrayList<>();
    }
}
