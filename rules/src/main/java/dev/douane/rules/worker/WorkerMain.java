package dev.douane.rules.worker;

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

    /** The exit code of a worker that could not start a thread. */
    static final int NO_THREAD = 4;

    private static final int JOB_BYTES_MAX = Integer.MAX_VALUE;

    private WorkerMain() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err); // whatever a library prints is no answer
        warnOnStandardError();
        var jobs = new SynchronousQueue<Message<Job>>();
        try {
            Thread.ofPlatform().daemon().name("douane-jobs").start(() -> takeIn(jobs));
            Frames.write(out, new Message<>(Answer.Ready.now(), List.of()));
            var desk = new Desk();
            while (true) {
                var job = jobs.take();
                Frames.write(out, desk.answer(job));
            }
        } catch (OutOfMemoryError e) {
            end(e);
        }
    }

    /** Threads are no memory of ours, but the machine has so many, and the error has no other sign of them than its words. */
    private static void end(OutOfMemoryError e) {
        var isOfThreads = String.valueOf(e.getMessage()).contains("native thread");
        Runtime.getRuntime().halt(isOfThreads ? NO_THREAD : NO_MEMORY);
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
            end(e);
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
