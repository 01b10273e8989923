package dev.douane.service.cli.dryrun;

import java.io.PrintStream;

/** A bar on the terminal; one line now and then where there is no terminal. */
final class Progress {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final int total;
    private final boolean terminal;
    private int lastShown = -1;

    Progress(PrintStream out, int total, boolean terminal) {
        this.out = out;
        this.total = total;
        this.terminal = terminal;
    }

    synchronized void done(int count) {
        int percent = total == 0 ? 100 : (int) (100L * count / total);
        int shown = terminal ? percent : percent / 10;
        if (shown == lastShown) {
            return;
        }
        lastShown = shown;
        if (terminal) {
            int filled = WIDTH * percent / 100;
            out.printf(
                    "\r[%s%s] %3d %%  %,d of %,d",
                    "#".repeat(filled), ".".repeat(WIDTH - filled), percent, count, total);
            if (count == total) {
                out.println();
            }
        } else {
            out.printf("%3d %%  %,d of %,d%n", percent, count, total);
        }
        out.flush();
    }
}
