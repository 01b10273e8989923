package dev.douane.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The packages of a module, and which of them import which.
 *
 * @param purposes by room: what its {@code package-info} says
 * @param arrows by room: whom it imports
 */
record Rooms(SortedMap<String, String> purposes, SortedMap<String, SortedSet<String>> arrows) {
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\{@(?:link|code) (?:[a-z.]+\\.)?([^}]+)}");

    /**
     * Reads a module's source.
     *
     * @param root the package that rooms are below, such as {@code dev.douane.rules}
     */
    static Rooms in(Path source, String root) throws IOException {
        var folder = source.resolve(root.replace('.', '/'));
        var imported =
                Pattern.compile("^import (?:static )?" + Pattern.quote(root) + "\\.([a-z]+)\\.", Pattern.MULTILINE);
        var purposes = new TreeMap<String, String>();
        var arrows = new TreeMap<String, SortedSet<String>>();
        for (var room : rooms(folder)) {
            purposes.put(room, purpose(folder.resolve(room).resolve("package-info.java")));
            var known = arrows.computeIfAbsent(room, each -> new TreeSet<>());
            for (var file : files(folder.resolve(room))) {
                imported.matcher(Files.readString(file)).results().forEach(found -> known.add(found.group(1)));
            }
            known.remove(room);
        }
        return new Rooms(purposes, arrows);
    }

    private static List<String> rooms(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> files(Path room) throws IOException {
        try (var all = Files.walk(room)) {
            return all.filter(each -> each.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static String purpose(Path packageInfo) throws IOException {
        var comment = COMMENT.matcher(Files.readString(packageInfo));
        if (!comment.find()) {
            throw new IllegalStateException("(%s) does not say what the package is for".formatted(packageInfo));
        }
        var text = comment.group(1).replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip();
        return LINK.matcher(text).replaceAll(found -> "`" + found.group(1) + "`");
    }

    /** The same without rooms that everybody may know. */
    Rooms without(String... rooms) {
        var left = new TreeMap<String, SortedSet<String>>();
        arrows.forEach((room, known) -> {
            if (!List.of(rooms).contains(room)) {
                var others = new TreeSet<>(known);
                others.removeAll(List.of(rooms));
                left.put(room, others);
            }
        });
        return new Rooms(purposes, left);
    }

    String table() {
        return "| room | what it is for | imports |\n|---|---|---|\n"
                + purposes.entrySet().stream()
                        .map(room -> "| `%s` | %s | %s |\n"
                                .formatted(
                                        room.getKey(),
                                        room.getValue(),
                                        arrows.getOrDefault(room.getKey(), new TreeSet<>()).stream()
                                                .map(known -> "`" + known + "`")
                                                .collect(Collectors.joining(", "))))
                        .collect(Collectors.joining());
    }

    /** A picture of who imports whom; an arrow that follows from others is left out. */
    String picture() {
        var text = new StringBuilder("```mermaid\nflowchart TD\n");
        arrows.keySet().forEach(room -> text.append("    ").append(room).append('\n'));
        reduced()
                .forEach((room, known) -> known.forEach(other -> text.append("    ")
                        .append(room)
                        .append(" --> ")
                        .append(other)
                        .append('\n')));
        return text.append("```\n").toString();
    }

    /**
     * Each room's arrows but those to whom it reaches by way of another.
     *
     * @throws IllegalStateException if rooms import each other in a circle
     */
    SortedMap<String, SortedSet<String>> reduced() {
        var reached = new TreeMap<String, SortedSet<String>>();
        arrows.keySet().forEach(room -> reach(room, reached, new TreeSet<>()));
        var reduced = new TreeMap<String, SortedSet<String>>();
        arrows.forEach((room, known) -> reduced.put(
                room,
                known.stream()
                        .filter(other -> known.stream()
                                .noneMatch(way -> reached.getOrDefault(way, new TreeSet<>())
                                        .contains(other)))
                        .collect(Collectors.toCollection(TreeSet::new))));
        return reduced;
    }

    private SortedSet<String> reach(String room, Map<String, SortedSet<String>> reached, SortedSet<String> way) {
        var known = reached.get(room);
        if (known != null) {
            return known;
        }
        if (!way.add(room)) {
            throw new IllegalStateException("rooms import each other in a circle: %s".formatted(way));
        }
        var all = new TreeSet<String>();
        for (var other : arrows.getOrDefault(room, new TreeSet<>())) {
            all.add(other);
            all.addAll(reach(other, reached, way));
        }
        way.remove(room);
        reached.put(room, all);
        return all;
    }
}
