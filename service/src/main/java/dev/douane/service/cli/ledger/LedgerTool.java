package dev.douane.service.cli.ledger;

import dev.douane.service.cli.Terminal;
import java.io.PrintWriter;
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

    /** Starts the command. */
    public static void main(String[] arguments) {
        Terminal.main(new LedgerTool(), arguments);
    }

    /** The same without ending the JVM; gives the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return Terminal.run(new LedgerTool(), out, err, arguments);
    }
}
