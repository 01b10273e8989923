package dev.douane.service.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;

/** Runs a command with its subcommands, and says in one line what keeps it from its work. */
public final class Terminal {
    /** The exit code of a command that could not do its work. */
    public static final int UNUSABLE = 2;

    private Terminal() {}

    /**
     * Runs it in the terminal and ends the JVM. What it writes is read by programs, too, so it looks the same in every country, and nothing
     * that a library prints gets between.
     */
    public static void main(Object command, String... arguments) {
        LibraryLog.warnsOnStandardError();
        Locale.setDefault(Locale.ROOT);
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        System.exit(run(command, out, err, arguments));
    }

    /**
     * The same without ending the JVM; gives the exit code. Without arguments it shows what there is. Nothing that is written moves a
     * terminal's cursor or colours it, whatever a file is called.
     */
    public static int run(Object command, PrintWriter out, PrintWriter err, String... arguments) {
        var seen = new PrintWriter(new SeenWriter(out), true);
        var seenErrors = new PrintWriter(new SeenWriter(err), true);
        var parser = new CommandLine(command)
                .setOut(seen)
                .setErr(seenErrors)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true);
        parser.setExecutionExceptionHandler((problem, parsed, unused) -> {
            if (problem instanceof UnusableException) {
                parsed.getErr().println(problem.getMessage());
                return UNUSABLE;
            }
            throw problem;
        });
        parser.setExitCodeExceptionMapper(unused -> UNUSABLE);
        int code = UNUSABLE;
        if (arguments.length == 0) {
            parser.usage(seenErrors);
        } else {
            code = parser.execute(arguments);
        }
        seen.flush();
        seenErrors.flush();
        return code;
    }
}
