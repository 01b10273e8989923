package dev.douane.service.cli.pack;

import dev.douane.service.cli.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code ./douane pack}: writes, checks, tests, packs up, signs, compares and publishes rule packs. */
@Command(
        name = "douane pack",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Writes, checks, tests, packs up, signs, compares and publishes rule packs.",
        subcommands = {
            NewCommand.class,
            LintCommand.class,
            TestCommand.class,
            BuildCommand.class,
            KeygenCommand.class,
            SignCommand.class,
            VerifyCommand.class,
            DiffCommand.class,
            PublishCommand.class
        },
        footer = {
            "",
            "PACK is a pack's directory, or its zip. Exit code: 0 all is well; 1 something was found, failed or was refused;",
            "2 the command could not do its work: wrong usage, a file that cannot be read, a server that does not answer.",
            "./douane pack COMMAND --help says more. First steps: docs/governance/first-pack.md"
        })
public final class PackTool {
    /** All is well. */
    static final int OK = 0;

    /** Something was found, failed or was refused. */
    static final int FOUND = 1;

    /** The command could not do its work. */
    static final int UNUSABLE = Terminal.UNUSABLE;

    /** Starts the command. */
    public static void main(String[] arguments) {
        Terminal.main(new PackTool(), arguments);
    }

    /** The same without ending the JVM; gives the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return Terminal.run(new PackTool(), out, err, arguments);
    }
}
