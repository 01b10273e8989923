package dev.douane.service.platform;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a line of the log repeats of what others sent, it stays one line and looks like what it is: characters that end a line, move the cursor, turn the
 * direction or are not seen are written as their numbers in hexadecimal, as in Java. Messages of exceptions are no exception; their stacks keep the lines that
 * the formatter gives them.
 *
 * <p>Stands before every handler of the log (application.properties), so nobody who writes a line has to think of it (decision 158).
 */
@LoggingFilter(name = "one-line")
public final class OneLine implements Filter {
    /** Further lines of what is printed start like this, and so unlike a line of the log. */
    private static final String INDENT = "    ";

    private static final ExtFormatter MESSAGES = new PatternFormatter("%s");

    @Override
    public boolean isLoggable(LogRecord line) {
        var message = MESSAGES.formatMessage(line);
        if (message != null && misleads(message)) {
            replace(line, escaped(message));
        }
        var thrown = line.getThrown();
        if (thrown != null && misleads(thrown, new IdentityHashMap<>())) {
            line.setThrown(Retold.of(thrown, new IdentityHashMap<>()));
        }
        return true;
    }

    private static void replace(LogRecord line, String message) {
        if (line instanceof ExtLogRecord formatted) {
            formatted.setMessage(message, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            line.setMessage(message);
        }
        line.setParameters(null);
    }

    /** What is printed of several lines: each is escaped, and none but the first begins where a line of the log would. */
    public static String indented(String lines) {
        return lines.lines().map(OneLine::escaped).collect(Collectors.joining("\n" + INDENT));
    }

    /** The text as one line that looks like what it is. */
    public static String escaped(String text) {
        if (!misleads(text)) {
            return text;
        }
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (misleads(character)) {
                for (var unit : Character.toChars(character)) {
                    escaped.append("\\u").append("%04X".formatted((int) unit));
                }
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    private static boolean misleads(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') { // most lines have none
                return text.codePoints().anyMatch(OneLine::misleads);
            }
        }
        return false;
    }

    private static boolean misleads(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static boolean misleads(@Nullable Throwable thrown, Map<Throwable, Boolean> seen) {
        if (thrown == null || seen.put(thrown, true) != null) {
            return false;
        }
        return misleads(thrown.toString())
                || misleads(thrown.getCause(), seen)
                || Arrays.stream(thrown.getSuppressed()).anyMatch(suppressed -> misleads(suppressed, seen));
    }

    /** Says what another said, on one line; with its stack, and with causes of the same kind. */
    private static final class Retold extends Throwable {
        private static final long serialVersionUID = 1L;

        private final String said;

        private Retold(Throwable told) {
            this.said = escaped(told.toString());
            setStackTrace(told.getStackTrace());
        }

        /** @param known those that were met already, since chains may bite their tails */
        static Throwable of(Throwable told, Map<Throwable, Throwable> known) {
            var before = known.get(told);
            if (before != null) {
                return before;
            }
            var retold = new Retold(told);
            known.put(told, retold);
            if (told.getCause() != null) {
                retold.initCause(of(told.getCause(), known));
            }
            for (var suppressed : told.getSuppressed()) {
                retold.addSuppressed(of(suppressed, known));
            }
            return retold;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // another's is put in its place
        }

        @Override
        public String getMessage() {
            return said;
        }

        @Override
        public String toString() {
            return said;
        }
    }
}
