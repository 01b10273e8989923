package dev.douane.rules.worker;

import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.worker.Frames.Message;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The program of a worker: jobs from standard input, answers to standard output, until the input ends. */
final class WorkerMain {
    /** The exit code of a worker that ran out of memory, which is also what its virtual machine ends with by itself. */
    static final int NO_MEMORY = 3;

    private static final int JOB_BYTES_MAX = Integer.MAX_VALUE;

    private WorkerMain() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err); // whatever a library prints is no answer
        warnOnStandardError();
        Frames.write(out, new Message<>(new Answer.Ready(DroolsCompiler.build()), List.of()));
        var jobs = new SynchronousQueue<Message<Job>>();
        Thread.ofPlatform().daemon().name("douane-jobs").start(() -> takeIn(jobs));
        var desk = new Desk();
        while (true) {
            var job = jobs.take();
            try {
                Frames.write(out, desk.answer(job));
            } catch (OutOfMemoryError e) {
                Runtime.getRuntime().halt(NO_MEMORY);
            }
        }
    }

    /** Ends the process with its input, in mid-job too: whoever asked is gone. */
    private static void takeIn(BlockingQueue<Message<Job>> jobs) {
        try (var in = new DataInputStream(new BufferedInputStream(System.in))) {
            while (true) {
                jobs.put(Frames.read(in, Job.class, JOB_BYTES_MAX));
            }
        } catch (IOException | InterruptedException gone) {
            Runtime.getRuntime().halt(0);
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(NO_MEMORY);
        }
    }

    /** Without a level the rule engine writes down each step it takes, and fails where it cannot describe one. */
    private static void warnOnStandardError() {
        System.setProperty("log4j2.loggerContextFactory", "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        var root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new ConsoleHandler());
    }
}
