package dev.douane.rules.validator;

import dev.douane.rules.drl.Place;

/**
 * One word, text, number or sign.
 *
 * @param text for a text without its quotes and escapes, else as written
 */
record Token(Kind kind, String text, Place place) {
    enum Kind {
        NAME,
        TEXT,
        NUMBER,
        SIGN,
        END
    }

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
    }

    boolean isVariable() {
        return kind == Kind.NAME && text.startsWith("$");
    }

    /** As a problem names it. */
    String shown() {
        return switch (kind) {
            case END -> "the end";
            case TEXT -> "\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
            default -> text.length() > 60 ? text.substring(0, 60) + "…" : text;
        };
    }
}
