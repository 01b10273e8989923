package dev.douane.service.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param after what the cursor holds: the place of the last item of the page before, empty for the first page
 * @param limit items to return, 1 to {@value #LIMIT_MAX}
 */
public record PageRequest(Optional<String> after, int limit) {
    /** Items of a page where nobody says how many. */
    public static final int LIMIT_DEFAULT = 50;

    /** The most items of a page. */
    public static final int LIMIT_MAX = 200;

    private static final int CURSOR_LENGTH_MAX = 4_096;

    /**
     * Reads the query parameters {@code cursor} and {@code limit} as they were sent.
     *
     * @throws ProblemException INVALID_REQUEST if either is not what this service gave out or accepts
     */
    public static PageRequest of(@Nullable String cursor, @Nullable String limit) {
        return new PageRequest(Optional.ofNullable(cursor).map(PageRequest::place), count(limit));
    }

    /** The cursor that stands for a place; opaque to the caller. */
    public static String cursor(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /** The failure to answer with where a cursor can be read but points nowhere. */
    public static ProblemException badCursor() {
        return ProblemException.ofParameter("cursor", "is not one that this list gave out");
    }

    /** Exactly what {@link #cursor} makes: one spelling of a place, none of which has control characters. */
    private static String place(String cursor) {
        var place = cursor.length() <= CURSOR_LENGTH_MAX ? decoded(cursor) : "";
        if (place.isEmpty() || !cursor(place).equals(cursor) || place.chars().anyMatch(Character::isISOControl)) {
            throw badCursor();
        }
        return place;
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
    }

    private static int count(@Nullable String limit) {
        if (limit == null) {
            return LIMIT_DEFAULT;
        }
        try {
            var count = WholeNumber.parse(limit);
            if (count >= 1 && count <= LIMIT_MAX) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw refusedLimit(limit);
        }
        throw refusedLimit(limit);
    }

    private static ProblemException refusedLimit(String limit) {
        return ProblemException.ofParameter(
                "limit", "[%s] is not a number from 1 to %d".formatted(Shown.of(limit), LIMIT_MAX));
    }
}
