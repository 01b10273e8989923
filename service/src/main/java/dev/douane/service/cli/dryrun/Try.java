package dev.douane.service.cli.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.service.cli.Server;
import dev.douane.service.cli.Terminal;
import dev.douane.service.cli.UnusableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane try}: asks a running server for advice on every call of a CSV file and prints what came of it. */
@Command(
        name = "douane try",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Asks a running server for advice on every call of a CSV file and prints what came of it.",
        footer = {
            "",
            "The first line names the columns: timestamp, inputTokens (or ContextTokens), outputTokens (or GeneratedTokens),",
            "and any other field of a request's call, caller, data, workload: model, team, workflow, user, classes, task …",
            "Lists are parted by |. outputTokens is the call's output cap, so a trace is priced at what it really produced.",
            "",
            "Exit code: 0 all lines were asked about; 1 some lines were not; 2 nothing could be asked."
        })
public final class Try implements Callable<Integer> {
    private static final int SHOWN_PROBLEMS = 20;

    @Parameters(arity = "1..*", paramLabel = "calls.csv", description = "One or more files of calls.")
    private List<Path> files = List.of();

    @Option(
            names = "--set",
            paramLabel = "field=value",
            converter = Assignment.Constant.class,
            description = "A field of every call, such as --set model=gpt-5. A column of the file wins over it.")
    private List<Assignment> constants = new ArrayList<>();

    @Option(
            names = "--weights",
            paramLabel = "field=a:3,b:1",
            converter = Assignment.Weights.class,
            description = "A mix for a field: three parts a, one part b.")
    private List<Assignment> mixes = new ArrayList<>();

    @Option(names = "--seed", defaultValue = "1", description = "Decides the mix; the same seed gives the same mix.")
    private long seed;

    @Mixin
    private Server server = new Server();

    @Option(names = "--concurrency", defaultValue = "8", description = "Calls under way at once, 1 to 256.")
    private int concurrency;

    @Spec
    private @Nullable CommandSpec spec;

    /** Starts the command. */
    public static void main(String[] arguments) {
        Terminal.main(new Try(), arguments);
    }

    /** The same without ending the JVM; gives the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return Terminal.run(new Try(), out, err, arguments);
    }

    @Override
    public Integer call() throws UnusableException, InterruptedException {
        if (concurrency < 1 || concurrency > 256) {
            throw new UnusableException("--concurrency (%d) must be between 1 and 256".formatted(concurrency));
        }
        var problems = new ConcurrentLinkedQueue<CallFile.Problem>();
        var questions = questions(problems);
        if (questions.isEmpty()) {
            printProblems(List.copyOf(problems));
            throw new UnusableException("There is no call to ask about.");
        }
        var tally = new Tally();
        try (var advisor = new Advisor(server)) {
            askAll(questions, advisor, tally, problems);
        }
        printProblems(List.copyOf(problems));
        var names =
                files.stream().map(file -> String.valueOf(file.getFileName())).collect(Collectors.joining(", "));
        var out = terminal().getOut();
        out.println();
        out.print(Report.of(tally, names, problems.size()));
        if (tally.calls() == 0) {
            return Terminal.UNUSABLE;
        }
        return problems.isEmpty() ? 0 : 1;
    }

    private CommandLine terminal() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private record Asked(Path file, CallFile.Call call) {}

    private List<Asked> questions(ConcurrentLinkedQueue<CallFile.Problem> problems) throws UnusableException {
        var assignments = new ArrayList<>(constants);
        assignments.addAll(mixes);
        var questions = new ArrayList<Asked>();
        for (var file : files) {
            var contents = CallFile.read(file, assignments, seed);
            problems.addAll(contents.problems());
            contents.calls().forEach(call -> questions.add(new Asked(file, call)));
        }
        return questions;
    }

    private void askAll(
            List<Asked> questions, Advisor advisor, Tally tally, ConcurrentLinkedQueue<CallFile.Problem> problems)
            throws UnusableException, InterruptedException {
        // the launcher looks: a JVM before 22 cannot tell a terminal from a pipe
        var progress = new Progress(System.err, questions.size(), System.getenv("DOUANE_TERMINAL") != null);
        var next = new AtomicInteger();
        var done = new AtomicInteger();
        try (var workers = Executors.newFixedThreadPool(concurrency)) {
            var running = new ArrayList<Future<?>>();
            for (int worker = 0; worker < concurrency; worker++) {
                running.add(workers.submit(() -> {
                    for (int i = next.getAndIncrement(); i < questions.size(); i = next.getAndIncrement()) {
                        ask(questions.get(i), advisor, tally, problems);
                        progress.done(done.incrementAndGet());
                    }
                    return null;
                }));
            }
            for (var worker : running) {
                worker.get();
            }
        } catch (ExecutionException e) {
            next.set(questions.size());
            if (e.getCause() instanceof UnusableException refused) {
                throw refused;
            }
            if (e.getCause() instanceof IOException broken) {
                throw server.unreachable(broken);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void ask(Asked asked, Advisor advisor, Tally tally, ConcurrentLinkedQueue<CallFile.Problem> problems)
            throws IOException, InterruptedException, UnusableException {
        var question = asked.call().question();
        question.withObjectProperty("options").put("mode", "advise");
        var answer = advisor.ask(question);
        if (answer.isDecision()) {
            synchronized (tally) {
                tally.add(question, answer.body(), answer.nanos());
            }
            return;
        }
        if (answer.status() == 401 || answer.status() == 403) {
            throw new UnusableException("The server does not take the key: HTTP %d %s"
                    .formatted(answer.status(), answer.body().path("detail").asText("")));
        }
        problems.add(refused(asked, answer.body()));
    }

    private static CallFile.Problem refused(Asked asked, JsonNode problem) {
        var first = problem.path("violations").path(0);
        return first.isMissingNode()
                ? CallFile.refused(
                        asked.file(),
                        asked.call().line(),
                        "",
                        problem.path("title").asText("refused") + " "
                                + problem.path("detail").asText(""))
                : CallFile.refused(
                        asked.file(),
                        asked.call().line(),
                        first.path("pointer").asText(""),
                        first.path("message").asText(""));
    }

    private void printProblems(List<CallFile.Problem> problems) {
        var err = terminal().getErr();
        problems.stream().limit(SHOWN_PROBLEMS).forEach(err::println);
        if (problems.size() > SHOWN_PROBLEMS) {
            err.printf("… and %,d more%n", problems.size() - SHOWN_PROBLEMS);
        }
    }
}
