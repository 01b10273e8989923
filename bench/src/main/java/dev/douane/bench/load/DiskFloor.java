package dev.douane.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What nobody gets below who answers after the disk has it: an {@link OpenLoop}'s arrivals, of which all that have come share one write of 8 KiB
 * and one {@code fdatasync}, and the next ones the next. Nothing is decided, sent or received. The file is written over and over, as the WAL of a
 * database is, so that no block of it has to be found first.
 */
public final class DiskFloor {
    private static final int PAGE = 8 << 10;
    private static final int PAGES = 2_048;

    private final Path directory;
    private final double perSecond;

    /** @param directory on the disk in question */
    public DiskFloor(Path directory, double perSecond) {
        this.directory = directory;
        this.perSecond = perSecond;
    }

    /** Runs once; every arrival that was due in {@code time} counts, from when it was due. */
    public Figures run(Duration time) throws IOException {
        Files.createDirectories(directory);
        var file = Files.createTempFile(directory, "disk", ".floor");
        try (var disk = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var page = ByteBuffer.allocateDirect(PAGE);
            for (int i = 0; i < PAGES; i++) {
                disk.write(page.rewind(), (long) i * PAGE);
            }
            disk.force(true);
            return run(disk, page, Arrivals.poisson(perSecond, time), time);
        } finally {
            Files.delete(file);
        }
    }

    private static Figures run(FileChannel disk, ByteBuffer page, long[] arrivals, Duration time) throws IOException {
        var latency = Figures.histogram();
        long start = System.nanoTime();
        int done = 0;
        for (int batch = 0; done < arrivals.length; batch++) {
            for (long wait = start + arrivals[done] - System.nanoTime();
                    wait > 0;
                    wait = start + arrivals[done] - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            long now = System.nanoTime();
            int first = done;
            while (done < arrivals.length && start + arrivals[done] <= now) {
                done++;
            }
            disk.write(page.rewind(), (long) (batch % PAGES) * PAGE);
            disk.force(false);
            long written = System.nanoTime();
            for (int i = first; i < done; i++) {
                latency.recordValue(written - start - arrivals[i]);
            }
        }
        return new Figures(latency, Math.max(time.toNanos(), System.nanoTime() - start) / 1e9, 0);
    }
}
