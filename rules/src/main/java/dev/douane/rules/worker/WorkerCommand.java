package dev.douane.rules.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a worker's process is run. */
@FunctionalInterface
interface WorkerCommand {
    /** @throws IOException if the program cannot be found */
    List<String> line() throws IOException;

    /**
     * This very program with another main class, in a session of its own where that can be, behind others for a processor, and with a bound
     * for each kind of memory.
     */
    static WorkerCommand of(WorkerLimits limits, int niceness) {
        return () -> {
            var line = new ArrayList<String>();
            if (isThere("setsid")) { // what is sent to a whole group of processes is for the server, which ends its own
                line.add("setsid");
            }
            if (isThere("nice")) {
                line.addAll(List.of("nice", "-n", Integer.toString(niceness)));
            }
            line.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx%dm".formatted(limits.heapMib()),
                    "-Xms16m",
                    "-Xss1m",
                    "-XX:MaxMetaspaceSize=192m",
                    "-XX:ReservedCodeCacheSize=64m",
                    "-XX:MaxDirectMemorySize=16m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:ActiveProcessorCount=1",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:+DisplayVMOutputToStderr", // standard output is for answers
                    "-Xlog:disable",
                    "-Xlog:all=warning:stderr", // which the flag above does not move
                    "-XX:-CreateCoredumpOnCrash",
                    "-XX:+ErrorFileToStderr", // and to no file, of which nobody would know
                    "-XX:-DumpReplayDataOnError",
                    "-XX:+DisableAttachMechanism",
                    "-XX:-UsePerfData",
                    "-Djava.awt.headless=true"));
            var logManager = System.getProperty("java.util.logging.manager");
            if (logManager != null) {
                line.add("-Djava.util.logging.manager=" + logManager);
            }
            line.addAll(List.of("-cp", ProgramPath.find(), WorkerMain.class.getName()));
            return line;
        };
    }

    private static boolean isThere(String program) {
        var path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder.isEmpty() ? "." : folder, program)));
    }
}
