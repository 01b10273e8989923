package dev.douane.service.identity.events;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happened. The words are API: documented, never renamed. */
public enum EventKind {
    /** No key, a wrong one, or one that is expired or revoked: 401. */
    UNAUTHENTICATED,
    /** A key without the role: 403. */
    FORBIDDEN,
    /** A key asked for a caller that it is not for: 403. */
    OUT_OF_REACH,
    /** A key took more than its share: 429. */
    LIMITED,
    /** Who proposed wanted to approve, with this key or another: 409. */
    APPROVAL_REFUSED,
    /** The decision log was exported without a limit. */
    EXPORT,
    /** A key settled or voided the hold of a call that another asked for. */
    HOLD_MOVED,
    /** A key was made. */
    KEY_MADE,
    /** A key was revoked. */
    KEY_REVOKED,
    /** The key that the installation began with is in use. */
    FIRST_KEY_USED;

    /** As it is stored, served, logged and counted: {@code out-of-reach}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether somebody was kept from something. */
    boolean isRefusal() {
        return switch (this) {
            case UNAUTHENTICATED, FORBIDDEN, OUT_OF_REACH, LIMITED, APPROVAL_REFUSED -> true;
            case EXPORT, HOLD_MOVED, KEY_MADE, KEY_REVOKED, FIRST_KEY_USED -> false;
        };
    }

    static Optional<EventKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** All words, in order. */
    static List<String> words() {
        return Arrays.stream(values()).map(EventKind::word).toList();
    }
}
