package dev.douane.rules.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.pack.PackProblem;
import java.util.List;

/** What a worker says, as JSON. Nobody believes it: each value is bounded here and checked by who asked. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = Answer.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Answer.Refused.class, name = "refused")
})
sealed interface Answer {
    /**
     * The first word of a worker.
     *
     * @param build of its program: another build must not judge packs for this one
     * @param files as {@link ProgramFiles} has them: nor must this one on other libraries
     */
    record Ready(String build, String files) implements Answer {
        static Ready now() {
            return new Ready(DroolsCompiler.build(), ProgramFiles.running());
        }
    }

    /**
     * The job is done.
     *
     * @param manifest what was read says of itself, as JSON; empty for other jobs. Its files are the part that follows
     * @param rules of a pack that was held against its scenarios; empty for other jobs
     * @param findings of a pack that was looked over, those that weigh most first; empty for other jobs
     */
    record Done(String manifest, List<ProvenRule> rules, List<PackFinding> findings) implements Answer {
        static final Done NOTHING_MORE = new Done("", List.of(), List.of());

        /** So many are told of one pack. */
        static final int FINDINGS_MAX = 100;

        public Done {
            if (findings.size() > FINDINGS_MAX) {
                throw new IllegalArgumentException("%d findings are too many".formatted(findings.size()));
            }
            rules = List.copyOf(rules);
            findings = List.copyOf(findings);
        }
    }

    /** The packs are refused. */
    record Refused(String subject, List<PackProblem> problems) implements Answer {
        private static final int SUBJECT_LENGTH_MAX = 20_000;
        private static final int PROBLEMS_MAX = 10_000;

        public Refused {
            if (problems.isEmpty() || problems.size() > PROBLEMS_MAX || subject.length() > SUBJECT_LENGTH_MAX) {
                throw new IllegalArgumentException("%d problems are none or too many".formatted(problems.size()));
            }
            problems = List.copyOf(problems);
        }
    }
}
