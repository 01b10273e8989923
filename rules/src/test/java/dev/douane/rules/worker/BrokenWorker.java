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
    private BrokenWorker() {}

    /** @param folder for what it says */
    static WorkerCommand that(Path folder, String how) throws IOException {
        var ready = new ByteArrayOutputStream();
        var build = how.equals("another-build") ? "another" : DroolsCompiler.build();
        Frames.write(ready, new Message<>(new Answer.Ready(build), List.of()));
        var answer = new ByteArrayOutputStream();
        answer(how, new DataOutputStream(answer));
        var first = Files.write(folder.resolve("ready"), ready.toByteArray());
        var then = Files.write(folder.resolve("answer"), answer.toByteArray());
        var end = how.equals("exits") ? "exit 17" : how.equals("hangs") ? "exec sleep 60" : "";
        return () ->
                List.of("/bin/sh", "-c", "cat '%s'; head -c 4 >/dev/null; cat '%s'; %s".formatted(first, then, end));
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
            case "unknown-member" -> json(out, "{\"answer\":\"done\",\"manifest\":\"\",\"rules\":[],\"more\":1}");
            case "no-problem" -> json(out, "{\"answer\":\"refused\",\"subject\":\"x\",\"problems\":[]}");
            case "ready-again" -> Frames.write(out, new Message<>(new Answer.Ready("this"), List.of()));
            case "no-part" -> Frames.write(out, new Message<>(new Answer.Done("{}", List.of()), List.of()));
            case "no-manifest" -> done(out, "[]");
            case "half-a-manifest" -> done(out, "{\"name\":\"some\"}");
            default -> {}
        }
    }

    private static void done(OutputStream out, String manifest) throws IOException {
        Frames.write(out, new Message<>(new Answer.Done(manifest, List.of()), List.of(new byte[] {1, 2, 3})));
    }

    private static void json(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(1);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
