package dev.douane.rules.validator;

/** How problems are worded. */
final class Messages {
    private Messages() {}

    /** The way out stands on a line of its own. */
    static String withHint(String message, String hint) {
        return hint.isEmpty() ? message : message + "\n" + hint;
    }
}
