package dev.douane.rules.pack;

import static dev.douane.rules.yaml.StrictYaml.said;
import static java.util.Objects.requireNonNullElse;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.CallWords;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.pack.ScenarioYaml.CaseYaml;
import dev.douane.rules.yaml.StrictYaml;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the scenarios of a pack. What a case leaves out has the default of a decision request; beyond that: calls have 1 000 input tokens,
 * budgets are hard, of 100 units, unspent, in the middle of a period of 30 days, and it is noon of 16 November 2026, UTC. Callers, tasks and
 * figures are read as those of a request: names without the blanks around them, no task that is not in kebab-case, and not more than a call may ask for.
 */
final class ScenarioReader {
    private static final Instant DEFAULT_TIME = Instant.parse("2026-11-16T12:00:00Z");
    private static final Instant FIRST_TIME = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST_TIME = Instant.parse("9998-12-31T00:00:00Z");
    private static final int DEFAULT_INPUT_TOKENS = 1_000;
    private static final Set<String> VERDICTS = Set.of("allow", "reroute", "downgrade", "defer", "deny");

    /** The level since which a case's caller, task and figures are read as those of a call. */
    private static final int READ_AS_CALLS_SINCE = 2;

    private final JurisdictionGroups groups;
    private final ScenarioWords words;

    /** Words are not looked at. */
    ScenarioReader(JurisdictionGroups groups) {
        this(groups, PackVerifier.ANY_WORDS);
    }

    /** @param words what calls may say */
    ScenarioReader(JurisdictionGroups groups, Vocabulary words) {
        this.groups = groups;
        this.words = new ScenarioWords(words);
    }

    /**
     * All scenarios of a pack, in the order of its files.
     *
     * @throws PackException with everything that is wrong in them
     */
    List<Scenario> read(Pack pack) throws PackException {
        var scenarios = new ArrayList<Scenario>();
        var problems = new ArrayList<PackProblem>();
        var work = new ScenarioWork();
        for (var file : pack.tests()) {
            try {
                var written = StrictYaml.read(file.text());
                var expanded = ScenarioTemplates.expand(written, work);
                var yaml = written.convert(expanded.root(), ScenarioYaml.class, expanded::written);
                read(file, yaml, expanded, written, work, pack.level(), scenarios, problems);
            } catch (StrictYaml.Malformed e) {
                problems.add(PackProblem.in(file.path(), e));
            } catch (IllegalArgumentException | DateTimeException | OverLimit e) {
                problems.add(PackProblem.in(file.path(), String.valueOf(e.getMessage())));
            }
        }
        if (!problems.isEmpty()) {
            throw new PackException(pack.reference(), problems);
        }
        return scenarios;
    }

    private void read(
            PackFile file,
            ScenarioYaml yaml,
            ScenarioTemplates expanded,
            StrictYaml places,
            ScenarioWork work,
            int level,
            List<Scenario> scenarios,
            List<PackProblem> problems) {
        var catalog = ScenarioCatalog.of(said("catalog", yaml.catalog()));
        var cases = said("cases", yaml.cases());
        var names = new HashSet<String>();
        var byDay = new HashMap<LocalDate, CatalogIndex>();
        for (int i = 0; i < cases.size(); i++) {
            var written = cases.get(i);
            var place = places.place(expanded.origins().get(i).line());
            try {
                if (!names.add(said("name", written.name()))) {
                    throw new IllegalArgumentException("has the name of another case of the file");
                }
                if (level >= READ_AS_CALLS_SINCE) {
                    words.check(written);
                }
                var at = time(written.time() == null ? yaml.time() : written.time());
                work.deployments(catalog.deployments().size());
                var index = byDay.computeIfAbsent(at.atZone(ZoneOffset.UTC).toLocalDate(), day -> {
                    work.deployments(catalog.deployments().size());
                    return new CatalogIndex(catalog, groups.on(day));
                });
                scenarios.add(scenario(file, place, written, yaml, index, at, level));
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
                problems.add(problem(file, place, written, e));
            } catch (OverLimit e) {
                problems.add(problem(file, place, written, e));
                return; // those behind it ask for still more
            }
        }
    }

    private static PackProblem problem(PackFile file, StrictYaml.Place place, CaseYaml written, RuntimeException why) {
        return new PackProblem(
                file.path(),
                place.line(),
                place.column(),
                PackProblem.PACK,
                "case (%s): %s".formatted(written.name(), why.getMessage()));
    }

    private static Instant time(@Nullable String text) {
        var time = text == null ? DEFAULT_TIME : Instant.parse(text);
        if (time.isBefore(FIRST_TIME) || time.isAfter(LAST_TIME)) {
            throw new IllegalArgumentException(
                    "time (%s) must be between %s and %s".formatted(text, FIRST_TIME, LAST_TIME));
        }
        return time;
    }

    private static Scenario scenario(
            PackFile file,
            StrictYaml.Place place,
            CaseYaml written,
            ScenarioYaml yaml,
            CatalogIndex catalog,
            Instant at,
            int level) {
        var budgets = written.budgets() == null ? yaml.budgets() : written.budgets();
        ScenarioWork.atMost(Limit.SCENARIO_BUDGETS, budgets == null ? 0 : budgets.size());
        ScenarioWork.atMost(
                Limit.SCENARIO_OUTAGES,
                written.outages() == null ? 0 : written.outages().size());
        return new Scenario(
                file.path(),
                place.line(),
                place.column(),
                said("name", written.name()),
                new Question(
                        call(written, level),
                        caller(written, reading("caller", level, CallWords::caller)),
                        data(written),
                        workload(written, reading("task", level, CallWords::task)),
                        options(written)),
                catalog,
                at,
                budgets == null
                        ? List.of()
                        : budgets.stream()
                                .map(budget -> ScenarioBudget.read(budget, at))
                                .sorted(Comparator.comparing(Budget::name).thenComparing(Budget::scope))
                                .toList(),
                written.outages() == null
                        ? List.of()
                        : written.outages().stream()
                                .map(out -> new Outage(out.provider(), out.region(), out.model(), out.deployment()))
                                .toList(),
                expectation(written));
    }

    private static Call call(CaseYaml written, int level) {
        var call = said("call", written.call());
        if (level >= READ_AS_CALLS_SINCE) {
            atMost("inputTokens", call.inputTokens(), Call.TOKENS_MAX);
            atMost("maxOutputTokens", call.maxOutputTokens(), Call.TOKENS_MAX);
            atMost("n", call.n(), Call.COMPLETIONS_MAX);
        }
        return new Call(
                call.model(),
                call.provider(),
                call.region(),
                call.deployment(),
                requireNonNullElse(call.operation(), "chat"),
                requireNonNullElse(call.inputTokens(), DEFAULT_INPUT_TOKENS),
                requireNonNullElse(call.cachedInputTokens(), 0),
                call.maxOutputTokens(),
                requireNonNullElse(call.n(), 1),
                requireNonNullElse(call.serviceTier(), "default"),
                new TreeSet<>(requireNonNullElse(call.capabilities(), List.of())));
    }

    private static void atMost(String member, @Nullable Integer said, int most) {
        if (said != null && said > most) {
            throw new IllegalArgumentException(
                    "%s (%d) must be at most %d, as in a call".formatted(member, said, most));
        }
    }

    /** @param name reads a caller's name */
    private static Caller caller(CaseYaml written, UnaryOperator<@Nullable String> name) {
        var caller = written.caller();
        return caller == null
                ? Caller.UNKNOWN
                : new Caller(
                        name.apply(caller.organisation()),
                        name.apply(caller.product()),
                        name.apply(caller.team()),
                        name.apply(caller.workflow()),
                        name.apply(caller.user()),
                        name.apply(caller.run()),
                        name.apply(caller.environment()),
                        caller.location());
    }

    /** As calls are read, or, in a pack that was accepted before that was asked, as it is written. */
    private static UnaryOperator<@Nullable String> reading(String member, int level, UnaryOperator<String> asInCalls) {
        return said -> {
            if (said == null || level < READ_AS_CALLS_SINCE) {
                return said;
            }
            try {
                return asInCalls.apply(said);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s %s".formatted(member, e.getMessage()), e);
            }
        };
    }

    private static Data data(CaseYaml written) {
        var data = written.data();
        return data == null
                ? Data.UNKNOWN
                : Data.of(
                        requireNonNullElse(data.classes(), List.of()),
                        requireNonNullElse(data.subjectLocations(), List.of()));
    }

    /** @param task reads a task */
    private static Workload workload(CaseYaml written, UnaryOperator<@Nullable String> task) {
        var workload = written.workload();
        return workload == null
                ? Workload.UNKNOWN
                : Workload.of(
                        task.apply(workload.task()),
                        requireNonNullElse(workload.criticality(), Workload.UNKNOWN.criticality()),
                        requireNonNullElse(workload.phase(), Workload.UNKNOWN.phase()),
                        requireNonNullElse(workload.interactive(), Workload.UNKNOWN.interactive()));
    }

    private static Options options(CaseYaml written) {
        var options = written.options();
        var usual = Options.DEFAULT;
        return options == null
                ? usual
                : new Options(
                        usual.mode(),
                        requireNonNullElse(options.acceptDowngrade(), usual.acceptDowngrade()),
                        options.maxWait() == null ? usual.maxWait() : Duration.parse(options.maxWait()),
                        usual.hold(),
                        usual.explain());
    }

    private static Expectation expectation(CaseYaml written) {
        var expect = said("expect", written.expect());
        var verdict = said("verdict", expect.verdict());
        if (!VERDICTS.contains(verdict)) {
            throw new IllegalArgumentException(
                    "verdict (%s) must be one of allow, reroute, downgrade, defer, deny".formatted(verdict));
        }
        return new Expectation(
                verdict,
                expect.deployment(),
                new TreeSet<>(said("because", expect.because())),
                expect.workloadClass(),
                expect.obligations() == null ? null : expect.obligations().maxOutputTokens(),
                expect.flags() == null ? null : new TreeSet<>(expect.flags()),
                expect.effects() == null ? null : new TreeSet<>(expect.effects()));
    }
}
