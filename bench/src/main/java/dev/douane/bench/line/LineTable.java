package dev.douane.bench.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files on the line, by room, as a page has them.
 *
 * @param rooms packages below {@code dev.douane}, such as {@code rules.decide}, each with its files and how many lines they have
 */
record LineTable(SortedMap<String, SortedMap<String, Integer>> rooms) {
    private static final String BEGIN = "<!-- line: begin, written by ./douane line --write -->";
    private static final String END = "<!-- line: end -->";
    private static final Pattern ROOM = Pattern.compile("^\\| `([a-z.]+)` \\|", Pattern.MULTILINE);
    private static final List<String> SOURCES = List.of("rules/src/main/java", "service/src/main/java");
    private static final String ROOT = "dev/douane/";

    /**
     * Looks the files up in a checkout.
     *
     * @throws IOException if one is not there: the server was not built of this checkout
     */
    static LineTable of(Path checkout, SortedSet<String> files) throws IOException {
        var rooms = new TreeMap<String, SortedMap<String, Integer>>();
        for (var file : files) {
            var folder = file.substring(ROOT.length(), file.lastIndexOf('/'));
            rooms.computeIfAbsent(folder.replace('/', '.'), room -> new TreeMap<>())
                    .put(file.substring(file.lastIndexOf('/') + 1).replace(".java", ""), lines(checkout, file));
        }
        return new LineTable(rooms);
    }

    private static int lines(Path checkout, String file) throws IOException {
        for (var sources : SOURCES) {
            var source = checkout.resolve(sources).resolve(file);
            if (Files.exists(source)) {
                return Files.readAllLines(source).size();
            }
        }
        throw new IOException("(%s) ran, and is not in the source of this checkout".formatted(file));
    }

    int files() {
        return rooms.values().stream().mapToInt(files -> files.size()).sum();
    }

    /** All lines of these files, whether they ran or not: what has to be read. */
    int lines() {
        return rooms.values().stream()
                .flatMap(files -> files.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    int longest() {
        return rooms.values().stream()
                .flatMap(files -> files.values().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    String summary() {
        return String.format(Locale.ROOT, "%,d files, %,d lines, %,d in the longest", files(), lines(), longest());
    }

    String markdown() {
        var text = new StringBuilder("One warm decision: ")
                .append(summary())
                .append(".\n\n| room | files and their lines | lines |\n|---|---|---|\n");
        rooms.forEach((room, files) -> text.append("| `")
                .append(room)
                .append("` | ")
                .append(files.entrySet().stream()
                        .map(file -> file.getKey() + " " + file.getValue())
                        .collect(Collectors.joining(", ")))
                .append(" | ")
                .append(String.format(
                        Locale.ROOT,
                        "%,d",
                        files.values().stream().mapToInt(Integer::intValue).sum()))
                .append(" |\n"));
        return text.toString();
    }

    /**
     * The page with this table between its marks.
     *
     * @throws IllegalArgumentException if the page has no marks
     */
    String writtenInto(String page) {
        var marks = marks(page);
        return page.substring(0, marks.from()) + "\n" + markdown() + page.substring(marks.to());
    }

    /** Rooms that have joined since the page was written, and what is more than there may be; empty where all is well. One that left is welcome to. */
    List<String> against(String page, Ceilings most) {
        var faults = new ArrayList<String>();
        var written = rooms(page);
        if (written.isEmpty()) {
            faults.add("the page lists no room yet: ./douane line --write");
        }
        rooms.forEach((room, files) -> {
            if (!written.contains(room)) {
                faults.add("(%s) has joined the line: %s".formatted(room, files.keySet()));
            }
        });
        above("files", files(), most.files(), faults);
        above("lines", lines(), most.lines(), faults);
        above("lines in the longest file", longest(), most.longest(), faults);
        return faults;
    }

    private static void above(String what, int now, int most, List<String> faults) {
        if (now > most) {
            faults.add(String.format(Locale.ROOT, "%,d %s are on the line, and %,d may be", now, what, most));
        }
    }

    private static SortedSet<String> rooms(String page) {
        var marks = marks(page);
        return ROOM.matcher(page.substring(marks.from(), marks.to()))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private record Marks(int from, int to) {}

    private static Marks marks(String page) {
        var begin = page.indexOf(BEGIN);
        var end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "the page has no place for the line: [%s] and [%s]".formatted(BEGIN, END));
        }
        return new Marks(begin + BEGIN.length() + 1, end);
    }
}
