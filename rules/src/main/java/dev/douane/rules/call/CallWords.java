package dev.douane.rules.call;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What callers and tasks can be called in a call: what is read otherwise, or not at all, where calls come in, is never met by a rule. */
public final class CallWords {
    /** Characters of a caller's name, and of a task. */
    public static final int LENGTH_MAX = 128;

    private static final Pattern TASK = Pattern.compile("[a-z0-9]++(?:-[a-z0-9]++)*+");
    private static final Pattern NO_TASK_LETTERS = Pattern.compile("[^a-z0-9]++");

    private CallWords() {}

    /** How much of a name or a task a text is. */
    public enum Part {
        WHOLE,
        /** Something may stand behind it. */
        BEGINNING,
        /** Something may stand in front of it. */
        END
    }

    /**
     * A caller's name as it is read, whatever its letters are.
     *
     * @throws IllegalArgumentException if no call could say it
     */
    public static String caller(String name) {
        var spelled = Caller.spelled(name);
        if (spelled.isEmpty() || spelled.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "(%s) must have 1 to %d characters, not only blanks".formatted(shortened(name), LENGTH_MAX));
        }
        return spelled;
    }

    /**
     * A task, as it is.
     *
     * @throws IllegalArgumentException if no call could say it
     */
    public static String task(String task) {
        var fault = faultInTask(task, Part.WHOLE);
        if (fault != null) {
            throw new IllegalArgumentException("(%s) %s".formatted(shortened(task), fault));
        }
        return task;
    }

    /** Why a name that is compared is no caller's, with the way out; null where it may be one's. */
    public static @Nullable String faultInCaller(String name, Part part) {
        if (name.length() > LENGTH_MAX) {
            return "has %d characters, and a caller's name has %d at most".formatted(name.length(), LENGTH_MAX);
        }
        // the blank that is at an end of a part may be inside the whole
        var read = Caller.spelled(
                switch (part) {
                    case WHOLE -> name;
                    case BEGINNING -> name + "x";
                    case END -> "x" + name;
                });
        int length = part == Part.WHOLE ? read.length() : read.length() - 1;
        return length == name.length()
                ? null
                : "has blanks around it, and a caller's name is read without them" + maybe(name.strip());
    }

    /** Why a task that is compared is no call's, with the way out; null where it may be one's. */
    public static @Nullable String faultInTask(String task, Part part) {
        if (task.length() > LENGTH_MAX) {
            return "has %d characters, and a task has %d at most".formatted(task.length(), LENGTH_MAX);
        }
        var whole = switch (part) {
            case WHOLE -> task;
            case BEGINNING -> task.endsWith("-") ? task + "x" : task;
            case END -> task.startsWith("-") ? "x" + task : task;
        };
        if (TASK.matcher(whole).matches()) {
            return null;
        }
        var words = NO_TASK_LETTERS.matcher(task.toLowerCase(Locale.ROOT)).replaceAll("-");
        return "is no task: those are words in kebab-case such as summarise-ticket"
                + maybe(words.replaceAll("^-|-$", ""));
    }

    private static String maybe(String better) {
        return better.isEmpty() ? "" : "\nMaybe write %s.".formatted(better);
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
