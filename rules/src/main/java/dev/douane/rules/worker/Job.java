package dev.douane.rules.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.douane.rules.drl.Vocabulary;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a worker is asked to do, as JSON; the packs' bytes follow it, one part each, in order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "job")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Job.Read.class, name = "read"),
    @JsonSubTypes.Type(value = Job.Check.class, name = "check"),
    @JsonSubTypes.Type(value = Job.Lint.class, name = "lint"),
    @JsonSubTypes.Type(value = Job.Prove.class, name = "prove"),
    @JsonSubTypes.Type(value = Job.Compile.class, name = "compile")
})
sealed interface Job {
    /** Which bounds it has. */
    default Task task() {
        return switch (this) {
            case Read read -> Task.READ;
            case Check check -> Task.CHECK;
            case Lint lint -> Task.LINT;
            case Prove prove -> Task.PROVE;
            case Compile compile -> Task.COMPILE;
        };
    }

    /**
     * Reads a pack.
     *
     * @param subject what to call it in an error
     * @param zipped whether its part is an archive; else it is the files, one after the other
     */
    record Read(String subject, boolean zipped) implements Job {}

    /** Holds packs, with the parameters they get, against the words of today. */
    record Check(Vocabulary words, List<Source> packs) implements Job {}

    /**
     * Looks over a pack that is there. Behind the pack come the catalog and the jurisdiction groups, as they were written.
     *
     * @param words which words there are
     * @param day whose members the groups have, as 2026-11-30
     */
    record Lint(Vocabulary words, Source pack, String day) implements Job {}

    /**
     * Holds a pack against its own scenarios.
     *
     * @param words for a pack that is new: what it may name; null for one that was accepted before
     */
    record Prove(@Nullable Vocabulary words, Source pack) implements Job {}

    /** Compiles packs together. */
    record Compile(List<Source> packs) implements Job {}

    /**
     * A pack of a job, whose files are one of the parts.
     *
     * @param manifest what it says of itself, as it was read when it was accepted: stricter reading does not come back to it
     * @param level how strict the checks are that it is held to
     * @param together whether it is enforced for whoever asks whenever
     * @param parameters what is set in place of defaults, by name
     */
    record Source(String manifest, int level, boolean together, SortedMap<String, String> parameters) {}
}
