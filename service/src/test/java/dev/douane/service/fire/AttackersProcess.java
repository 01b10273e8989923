package dev.douane.service.fire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link Attackers} on the same machine, who take what time of it nobody else wants. */
final class AttackersProcess implements AutoCloseable {
    private static final List<String> LAST = List.of("nice", "-n", "19");

    private final Process process;

    private AttackersProcess(Process process) {
        this.process = process;
    }

    /**
     * Begins.
     *
     * @param auditor the secret of a key that may only read
     * @param gateway the secret of a key that may only ask
     */
    static AttackersProcess attack(int port, String auditor, String gateway) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(LAST);
        command.addAll(List.of(
                java,
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Attackers.class.getName(),
                Integer.toString(port)));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().write("%s%n%s%n".formatted(auditor, gateway).getBytes(UTF_8));
        process.getOutputStream().flush();
        return new AttackersProcess(process);
    }

    /** Ends it, and returns how many attacks were begun. */
    long stop() throws IOException {
        assertThat(process.isAlive()).as("attackers until the end").isTrue();
        process.getOutputStream().close();
        return Long.parseLong(new String(process.getInputStream().readAllBytes(), UTF_8).strip());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
