package dev.douane.bench.line;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.TreeMap;
import org.jacoco.agent.AgentJar;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.ISourceFileCoverage;
import org.jacoco.core.tools.ExecDumpClient;
import org.jacoco.core.tools.ExecFileLoader;

/**
 * JaCoCo's agent in a server, and what it tells over loopback. Classes are judged as the agent saw them, since the framework changes some on their way into a jar.
 *
 * @param agent the agent's own jar
 * @param classes where the agent writes the classes that it sees
 */
record Coverage(Path agent, Path classes, int port) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String OURS = "dev.douane.*";

    /** @param folder of the run */
    static Coverage in(Path folder, int port) throws IOException {
        var agent = Files.createDirectories(folder).resolve("jacocoagent.jar");
        AgentJar.extractTo(agent.toFile());
        return new Coverage(agent, Files.createDirectories(folder.resolve("classes")), port);
    }

    /** The flag that puts the agent into a JVM. */
    String flag() {
        return "-javaagent:%s=output=tcpserver,address=%s,port=%d,includes=%s,classdumpdir=%s"
                .formatted(agent, LOOPBACK, port, OURS, classes);
    }

    /** What ran since the last look; nothing has, from now on. */
    ExecFileLoader look() throws IOException {
        var client = new ExecDumpClient();
        client.setDump(true);
        client.setReset(true);
        return client.dump(LOOPBACK, port);
    }

    /** Which lines that was. */
    Window lines(ExecFileLoader ran) throws IOException {
        var found = new CoverageBuilder();
        var analyzer = new Analyzer(ran.getExecutionDataStore(), found);
        try (var files = Files.walk(classes)) {
            files.filter(Files::isRegularFile).map(Path::toFile).forEach(each -> analyze(analyzer, each));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        var lines = new TreeMap<String, BitSet>();
        for (var file : found.getSourceFiles()) {
            lines.put(file.getPackageName() + "/" + file.getName(), ran(file));
        }
        return new Window(lines);
    }

    private static void analyze(Analyzer analyzer, File each) {
        try {
            analyzer.analyzeAll(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BitSet ran(ISourceFileCoverage file) {
        var numbers = new BitSet();
        for (int line = Math.max(1, file.getFirstLine()); line <= file.getLastLine(); line++) {
            if (file.getLine(line).getInstructionCounter().getCoveredCount() > 0) {
                numbers.set(line);
            }
        }
        return numbers;
    }
}
