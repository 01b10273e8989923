package dev.douane.service.cli.dryrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import dev.douane.service.cli.InputFile;
import dev.douane.service.cli.UnusableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A CSV file of calls: a header, then one call a line. A line that cannot be read is named and does not stop the rest. */
final class CallFile {
    private static final ObjectReader LINE = new CsvMapper().readerFor(String[].class);
    private static final String TIMESTAMP = "timestamp";
    private static final String TORN = "the quotes of this line do not close";

    private final Path file;
    private final List<String> header;
    private final List<@Nullable Field> columns;

    /**
     * A call as the file has it.
     *
     * @param line counted from 1, the header is line 1
     * @param question the request body
     */
    record Call(int line, ObjectNode question) {}

    /** What is wrong with a line. */
    record Problem(String where, String message) {
        @Override
        public String toString() {
            return where + ": " + message;
        }
    }

    /** What a file holds. */
    record Contents(List<Call> calls, List<Problem> problems) {}

    private CallFile(Path file, List<String> header, List<@Nullable Field> columns) {
        this.file = file;
        this.header = header;
        this.columns = columns;
    }

    /**
     * Reads all calls of a file.
     *
     * @param assignments constants and mixes; a column of the file wins over them where it is not empty
     * @param seed decides the mix
     * @throws UnusableException if the file cannot be read, or its header cannot be understood
     */
    static Contents read(Path file, List<Assignment> assignments, long seed) throws UnusableException {
        try (var lines = Files.newBufferedReader(file)) {
            return open(file, lines).contents(lines, assignments, new SplittableRandom(seed));
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }

    private static CallFile open(Path file, BufferedReader lines) throws IOException, UnusableException {
        var first = lines.readLine();
        if (first == null) {
            throw new UnusableException("%s is empty: it needs a header line".formatted(file));
        }
        var header = header(file, first.startsWith("\uFEFF") ? first.substring(1) : first);
        var columns = new ArrayList<@Nullable Field>();
        for (var name : header) {
            columns.add(
                    name.strip().equalsIgnoreCase(TIMESTAMP)
                            ? null
                            : Field.named(name)
                                    .orElseThrow(() -> new UnusableException(
                                            "%s:1: column (%s) is no field of a call. Known: %s, %s"
                                                    .formatted(file, name, TIMESTAMP, Field.known()))));
        }
        return new CallFile(file, header, columns);
    }

    private static List<String> header(Path file, String line) throws UnusableException {
        try {
            return List.of(cells(line));
        } catch (JsonProcessingException e) {
            throw new UnusableException("%s:1: %s".formatted(file, TORN), e);
        }
    }

    private static String[] cells(String line) throws JsonProcessingException {
        return LINE.readValue(line);
    }

    private Contents contents(BufferedReader lines, List<Assignment> assignments, SplittableRandom dice)
            throws IOException {
        var calls = new ArrayList<Call>();
        var problems = new ArrayList<Problem>();
        int number = 1;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                read(number, line, assignments, dice, calls, problems);
            }
        }
        return new Contents(calls, problems);
    }

    private void read(
            int number,
            String line,
            List<Assignment> assignments,
            SplittableRandom dice,
            List<Call> calls,
            List<Problem> problems) {
        String[] cells;
        try {
            cells = cells(line);
        } catch (JsonProcessingException e) {
            problems.add(new Problem(file + ":" + number, TORN));
            return;
        }
        if (cells.length != columns.size()) {
            problems.add(new Problem(
                    file + ":" + number, "has %d cells, the header %d".formatted(cells.length, columns.size())));
            return;
        }
        var question = JsonNodeFactory.instance.objectNode();
        assignments.forEach(assignment -> assignment.write(question, dice));
        for (int column = 0; column < cells.length; column++) {
            var field = columns.get(column);
            try {
                if (field != null) {
                    field.write(question, cells[column]);
                }
            } catch (IllegalArgumentException e) {
                problems.add(
                        new Problem(file + ":" + number + ":" + header.get(column), String.valueOf(e.getMessage())));
                return;
            }
        }
        calls.add(new Call(number, question));
    }

    /** Where a problem that the server found stands in the file: the column, where the pointer is of one. */
    static Problem refused(Path file, int line, String pointer, String message) {
        for (var field : Field.values()) {
            if (pointer.equals(field.pointer()) || pointer.startsWith(field.pointer() + "/")) {
                return new Problem(file + ":" + line + ":" + field.path(), message);
            }
        }
        return new Problem(file + ":" + line, pointer.isEmpty() ? message : pointer + " " + message);
    }
}
