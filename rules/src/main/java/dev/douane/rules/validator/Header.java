package dev.douane.rules.validator;

import dev.douane.rules.decide.HouseWords;
import dev.douane.rules.drl.Place;
import dev.douane.rules.limits.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a rule says of itself: its name, {@code @id}, {@code @reason} and {@code @cites}. */
final class Header {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final List<String> KNOWN = List.of("id", "reason", "cites");

    private final String name;
    private final Place place;
    /** The level from which on no rule has an id that is a word of the house's. */
    private static final int OWN_WORDS_SINCE = 3;

    private final Refusals refusals;
    private final TreeMap<String, String> said = new TreeMap<>();

    Header(String name, Place place, Refusals refusals) {
        this.name = name;
        this.place = place;
        this.refusals = refusals;
        if (name.isBlank() || name.length() > Size.NAME.most()) {
            refusals.add(
                    place, Refusal.METADATA, "a rule's name must have 1 to %d characters".formatted(Size.NAME.most()));
        }
    }

    void say(String annotation, String value, Place at) {
        if (!KNOWN.contains(annotation)) {
            refuse(at, "has the annotation (@%s): known are @id, @reason and @cites".formatted(annotation));
        } else if (said.putIfAbsent(annotation, value) != null) {
            refuse(
                    at,
                    "has @%s more than once: write one%s"
                            .formatted(
                                    annotation, annotation.equals("cites") ? ", with \"; \" between its parts" : ""));
        }
    }

    private void refuse(Place at, String message) {
        refusals.add(at, Refusal.METADATA, "rule (%s) %s".formatted(name, message));
    }

    String name() {
        return name;
    }

    String id() {
        var id = said.get("id");
        if (id == null) {
            refuse(place, "has no @id(\"…\")");
            return "";
        }
        if (!ID.matcher(id).matches()) {
            refuse(
                    place,
                    "has an @id (%s) that is not made of letters, digits, dots, underscores and hyphens"
                            .formatted(shortened(id)));
        } else if (refusals.asksSince(OWN_WORDS_SINCE) && HouseWords.has(id)) {
            refuse(
                    place,
                    "has an @id (%s) that stands in answers for what the house checks itself\nMaybe add a number: %s-1."
                            .formatted(id, id));
        }
        return id;
    }

    String reason(PackWords words) {
        var reason = said.get("reason");
        if (reason == null || reason.isBlank()) {
            refuse(place, "has no @reason(\"…\")");
            return "";
        }
        var unknown = Reasons.unknownParameter(reason, words.parameters().keySet());
        if (unknown != null) {
            refusals.add(
                    place,
                    Refusal.UNKNOWN_PARAMETER,
                    "rule (%s) has a @reason with {%s}, and pack.yaml declares no such parameter"
                            .formatted(name, unknown));
        } else if (Reasons.filled(reason, words.values()).length() > Size.REASON.most()) {
            refusals.add(
                    place,
                    Refusal.LIMIT,
                    "rule (%s) has a @reason of more than %d characters".formatted(name, Size.REASON.most()));
        }
        return reason;
    }

    List<String> cites() {
        var cites = new ArrayList<String>();
        var written = said.get("cites");
        if (written != null) {
            Arrays.stream(written.split(";", -1))
                    .map(String::strip)
                    .filter(cite -> !cite.isEmpty())
                    .forEach(cites::add);
        }
        if (cites.size() > Size.CITES.most() || cites.stream().anyMatch(cite -> cite.length() > Size.NAME.most())) {
            refusals.add(
                    place,
                    Refusal.LIMIT,
                    "rule (%s) must cite at most %d articles of at most %d characters each"
                            .formatted(name, Size.CITES.most(), Size.NAME.most()));
        }
        return cites;
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    Place place() {
        return place;
    }
}
