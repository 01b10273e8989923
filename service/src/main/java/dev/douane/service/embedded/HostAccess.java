package dev.douane.service.embedded;

import java.io.IOException;

/** Whom PostgreSQL lets in, by {@code pg_hba.conf}: while the server serves, nobody is the superuser. Whatever else is in the file stays as it is. */
final class HostAccess {
    private static final String FILE = "pg_hba.conf";

    private final ClusterFiles files;
    private final String shut;
    /** As it was when the database listened on loopback. */
    private final String formerlyShut;

    HostAccess(ClusterFiles files, String superuser) {
        this.files = files;
        var why = "# Written by Douane: nobody is the superuser while it serves. Taken out for a start.\n";
        this.shut = why + "local all %s reject\nhost all %s all reject\n".formatted(superuser, superuser);
        this.formerlyShut = why + "host all %s all reject\n".formatted(superuser);
    }

    /** Counts once PostgreSQL has read the file again. */
    void admitSuperuser() throws IOException {
        files.lay(FILE, admitting());
    }

    /** The same, the other way round. */
    void shutSuperuserOut() throws IOException {
        files.lay(FILE, shut + admitting());
    }

    private String admitting() throws IOException {
        return files.read(FILE).replace(shut, "").replace(formerlyShut, "");
    }
}
