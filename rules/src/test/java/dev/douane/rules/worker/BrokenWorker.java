package dev.douane.rules.worker;

import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.worker.Frames.Message;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A worker that somebody took over: it says that it is ready, waits for a job, and answers as it likes. A shell is enough for that. */
final class BrokenWorker {
    private static final String NO_MEMORY =
            "#\n# There is insufficient memory for the Java Runtime Environment to continue.";

    private BrokenWorker() {}

    /** @param folder for what it says */
    static WorkerCommand that(Path folder, String how) throws IOException {
        var ready = new ByteArrayOutputStream();
        ready(how, ready);
        var answer = new ByteArrayOutputStream();
        answer(how, new DataOutputStream(answer));
        var first = Files.write(folder.resolve("ready"), ready.toByteArray());
        var then = Files.write(folder.resolve("answer"), answer.toByteArray());
        return () -> List.of(
                "/bin/sh", "-c", "cat '%s'; head -c 4 >/dev/null; cat '%s'; %s".formatted(first, then, end(how)));
    }

    /** As {@link WorkerMain} does, or as what lies there by now. */
    private static void ready(String how, OutputStream out) throws IOException {
        var build = DroolsCompiler.build();
        switch (how) {
            case "cannot-start" ->
                out.write("[0.004s][warning][os,thread] Failed to start thread\n".getBytes(StandardCharsets.UTF_8));
            case "another-build" -> Frames.write(out, ready("another", ProgramFiles.running()));
            case "another-library" -> Frames.write(out, ready(build, "another"));
            case "another-protocol" -> json(new DataOutputStream(out), "{\"answer\":\"here-i-am\"}");
            default -> Frames.write(out, ready(build, ProgramFiles.running()));
        }
    }

    private static Message<Answer> ready(String build, String files) {
        return new Message<>(new Answer.Ready(build, files), List.of());
    }

    private static String end(String how) {
        return switch (how) {
            case "exits" -> "exit 17";
            case "without-a-thread" -> "exit 4";
            case "killed" -> "kill -KILL $$";
            case "told-to-end" -> "kill -TERM $$";
            // on both, and in front of whatever is answered: that is where HotSpot writes it
            case "without-memory" -> "echo '" + NO_MEMORY + "' | tee /dev/stderr; exit 134";
            case "without-memory-for-its-heap" ->
                "echo 'warning: INFO: os::commit_memory(0x00007f, 65536, 0) failed; errno=12' >&2; exit 3";
            case "without-heap" -> "echo 'Terminating due to java.lang.OutOfMemoryError: Java heap space' >&2; exit 3";
            case "breaks" -> "echo '# A fatal error has been detected by the Java Runtime Environment:' >&2; exit 134";
            case "hangs" -> "exec sleep 60";
            case "runs" -> "while :; do :; done";
            default -> "";
        };
    }

    private static void answer(String how, DataOutputStream out) throws IOException {
        switch (how) {
            case "noise" -> out.write("Picked up JAVA_TOOL_OPTIONS: -Xmx1m\n".getBytes(StandardCharsets.UTF_8));
            case "nothing" -> out.writeInt(0);
            case "half" -> {
                out.writeInt(1);
                out.writeInt(1_000);
                out.writeByte('{');
            }
            case "long" -> {
                out.writeInt(1);
                out.writeInt(Integer.MAX_VALUE);
                out.write(new byte[1_000]);
            }
            case "negative" -> {
                out.writeInt(1);
                out.writeInt(Integer.MIN_VALUE);
            }
            case "class-name" -> json(out, "{\"answer\":\"java.lang.Runtime\"}");
            case "deep" -> json(out, "[".repeat(100_000));
            case "unknown-member" ->
                json(out, "{\"answer\":\"done\",\"manifest\":\"\",\"rules\":[],\"findings\":[],\"more\":1}");
            case "no-problem" -> json(out, "{\"answer\":\"refused\",\"subject\":\"x\",\"problems\":[]}");
            case "ready-again" -> Frames.write(out, ready("this", "that"));
            case "no-part" -> Frames.write(out, new Message<>(new Answer.Done("{}", List.of(), List.of()), List.of()));
            case "no-manifest" -> done(out, "[]");
            case "half-a-manifest" -> done(out, "{\"name\":\"some\"}");
            default -> {}
        }
    }

    private static void done(OutputStream out, String manifest) throws IOException {
        Frames.write(
                out, new Message<>(new Answer.Done(manifest, List.of(), List.of()), List.of(new byte[] {1, 2, 3})));
    }

    private static void json(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(1);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
