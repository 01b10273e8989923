package dev.douane.service.embedded;

import java.io.IOException;

/** Whom PostgreSQL lets in, by {@code pg_hba.conf}: while the server serves, nobody is the superuser. Whatever else is in the file stays as it is. */
final class HostAccess {
    private static final String FILE = "pg_hba.conf";

    private final ClusterFiles files;
    private final String shut;

    HostAccess(ClusterFiles files, String superuser) {
        this.files = files;
        this.shut = """
                # Written by Douane: nobody is the superuser while it serves. Taken out for a start.
                host all %s all reject
                """.formatted(superuser);
    }

    /** Counts once PostgreSQL has read the file again. */
    void admitSuperuser() throws IOException {
        files.lay(FILE, files.read(FILE).replace(shut, ""));
    }

    /** The same, the other way round. */
    void shutSuperuserOut() throws IOException {
        files.lay(FILE, shut + files.read(FILE).replace(shut, ""));
    }
}
