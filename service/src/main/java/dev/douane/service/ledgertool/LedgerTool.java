package dev.douane.service.ledgertool;

import dev.douane.service.packtool.UnusableException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./douane ledger}: asks a server about its ledger. */
@Command(
        name = "douane ledger",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Asks a running server about its ledger.",
        subcommands = CheckCommand.class,
        footer = {
            "",
            "Exit code: 0 every figure is the sum of its entries; 1 some are not; 2 the command could not do its work:",
            "wrong usage, a server that does not answer, a check that did not end in time. More: docs/operators/ledger.md"
        })
public final class LedgerTool {
    static final int EQUAL = 0;
    static final int DIFFERENT = 1;
    static final int UNUSABLE = 2;

    /** Starts the command. */
    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** The same without ending the JVM; gives the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        var command = new CommandLine(new LedgerTool()).setOut(out).setErr(err);
        command.setExecutionExceptionHandler((problem, parsed, unused) -> {
            if (problem instanceof UnusableException) {
                parsed.getErr().println(problem.getMessage());
                return UNUSABLE;
            }
            throw problem;
        });
        command.setExitCodeExceptionMapper(unused -> UNUSABLE);
        int code = UNUSABLE;
        if (arguments.length == 0) {
            command.usage(err);
        } else {
            code = command.execute(arguments);
        }
        out.flush();
        err.flush();
        return code;
    }
}
