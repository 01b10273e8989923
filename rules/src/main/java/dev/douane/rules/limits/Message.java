package dev.douane.rules.limits;

/** What is told of what somebody wrote quotes it, and has a length all the same. */
public final class Message {
    /** Characters of what is wrong, and of the way out. */
    private static final int LENGTH_MAX = 1_000;

    private Message() {}

    /** The message, or the beginnings of it and of its last line, which says the way out. */
    public static String bounded(String message) {
        if (message.length() <= LENGTH_MAX) {
            return message;
        }
        int wayOut = message.lastIndexOf('\n');
        return wayOut < 0
                ? cut(message)
                : cut(message.substring(0, wayOut)) + "\n" + cut(message.substring(wayOut + 1));
    }

    private static String cut(String text) {
        if (text.length() <= LENGTH_MAX) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LENGTH_MAX - 1)) ? LENGTH_MAX - 1 : LENGTH_MAX;
        return text.substring(0, end) + "…";
    }
}
