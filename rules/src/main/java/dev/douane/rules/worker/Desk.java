package dev.douane.rules.worker;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.drools.SharedWork;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.lint.Linter;
import dev.douane.rules.pack.ManifestDocument;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackContent;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.PackReport;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.signing.PackZip;
import dev.douane.rules.validator.CheckedPack;
import dev.douane.rules.validator.PackValidator;
import dev.douane.rules.worker.Frames.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Where a worker does its jobs, one after the other. */
final class Desk {
    private static final Logger LOG = System.getLogger(Desk.class.getName());

    private final DroolsCompiler compiler = new DroolsCompiler(EngineLimits.DEFAULT);
    private final PackVerifier verifier = new PackVerifier(compiler, JurisdictionsReader.shipped());

    /** Does a job. Whatever a pack does to the program is said of the pack, but for memory: there is none left to say it with. */
    Message<Answer> answer(Message<Job> asked) {
        try {
            return done(asked.head(), asked.parts());
        } catch (PackException e) {
            return new Message<>(new Answer.Refused(e.subject(), e.problems()), List.of());
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return new Message<>(new Answer.Refused("The pack", List.of(told(e))), List.of());
        }
    }

    /** What is said of a pack that the checks themselves do not get to the end of. */
    static PackProblem told(Throwable problem) {
        return PackProblem.in(
                "",
                switch (problem) {
                    case OverLimit over -> "pack " + over.getMessage();
                    case StackOverflowError deep -> "is nested too deep to be read";
                    default -> {
                        LOG.log(Level.ERROR, "a job failed", problem);
                        yield "cannot be checked: the checks themselves fail on it (%s)"
                                .formatted(problem.getClass().getSimpleName());
                    }
                });
    }

    private Message<Answer> done(Job job, List<byte[]> parts) throws PackException {
        return switch (job) {
            case Job.Read read -> read(read, parts.getFirst());
            case Job.Check check -> check(check.words(), ruleset(check.packs(), parts));
            case Job.Lint lint -> lint(lint, parts);
            case Job.Prove prove -> prove(prove, parts.getFirst());
            case Job.Compile compile ->
                new Message<>(Answer.Done.NOTHING_MORE, List.of(compiler.form(ruleset(compile.packs(), parts))));
        };
    }

    private static Message<Answer> read(Job.Read asked, byte[] bytes) throws PackException {
        var pack = asked.zipped()
                ? PackZip.read(asked.subject(), bytes)
                : PackReader.of(asked.subject(), PackContent.files(bytes));
        return new Message<>(
                new Answer.Done(ManifestDocument.write(pack.manifest()), List.of(), List.of()),
                List.of(PackContent.of(pack.files())));
    }

    private static Message<Answer> check(Vocabulary words, Ruleset ruleset) throws PackException {
        var validator = new PackValidator(words);
        var checked =
                ruleset.entries().stream().map(entry -> check(validator, entry)).toList();
        var problems = new ArrayList<PackProblem>();
        checked.forEach(pack -> problems.addAll(pack.problems()));
        problems.addAll(SharedWork.problems(ruleset, checked));
        if (!problems.isEmpty()) {
            throw new PackException("The ruleset", problems);
        }
        return new Message<>(Answer.Done.NOTHING_MORE, List.of());
    }

    private static CheckedPack check(PackValidator validator, Ruleset.Entry entry) {
        var pack = entry.pack();
        return validator.check(pack, entry.parameters(), pack.manifest().name() + "/", pack.level());
    }

    private static Message<Answer> lint(Job.Lint asked, List<byte[]> parts) {
        var catalog = CatalogReader.read(parts.get(1));
        var groups = JurisdictionsReader.read(parts.get(2)).on(LocalDate.parse(asked.day()));
        var linter = new Linter(asked.words(), new CatalogIndex(catalog, groups));
        var findings = new PackLint(new PackValidator(asked.words()), linter)
                .check(pack(asked.pack(), parts.getFirst())).findings().stream()
                        .sorted(PackFinding.BY_SEVERITY) // which keeps the order of places
                        .limit(Answer.Done.FINDINGS_MAX)
                        .toList();
        return new Message<>(new Answer.Done("", List.of(), findings), List.of());
    }

    private Message<Answer> prove(Job.Prove asked, byte[] content) throws PackException {
        var pack = pack(asked.pack(), content);
        var words = asked.words();
        if (words != null) {
            new PackValidator(words).read(pack);
        }
        var report = words == null ? verifier.verify(pack) : verifier.verify(pack, words);
        var problems = report.problems();
        if (!problems.isEmpty()) {
            throw new PackException(pack.reference(), problems);
        }
        return new Message<>(new Answer.Done("", rules(report), List.of()), List.of());
    }

    private static List<ProvenRule> rules(PackReport report) {
        var coverage = report.coverage();
        return report.rules().stream()
                .map(rule -> new ProvenRule(
                        rule.id(), rule.message(), rule.cites(), coverage.getOrDefault(rule.id(), List.of())))
                .toList();
    }

    private static Ruleset ruleset(List<Job.Source> sources, List<byte[]> contents) {
        var entries = new ArrayList<Ruleset.Entry>();
        for (int i = 0; i < sources.size(); i++) {
            var source = sources.get(i);
            entries.add(new Ruleset.Entry(
                    pack(source, contents.get(i)),
                    source.together() ? Modes.ENFORCE : Modes.OBSERVE,
                    source.parameters()));
        }
        return new Ruleset(entries);
    }

    private static Pack pack(Job.Source source, byte[] content) {
        return PackContent.pack(ManifestDocument.read(source.manifest()), content, source.level());
    }
}
