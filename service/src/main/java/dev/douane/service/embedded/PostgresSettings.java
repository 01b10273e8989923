package dev.douane.service.embedded;

/** The settings of the embedded PostgreSQL: durable, and modest enough for a small machine. */
final class PostgresSettings {
    /** Ours, in the cluster's folder; written again at every start. */
    static final String FILE = "douane.conf";

    /** What {@code postgresql.conf} ends with; the operator's own file comes last and wins. */
    static final String INCLUDES = """

            include = 'douane.conf'
            include_if_exists = 'operator.conf'
            """;

    static final String TEXT = """
            # Written by Douane at every start. Your own settings go into operator.conf beside this file.
            # Nobody gets at it but by the socket in this folder: whoever can connect takes one of these connections before he has shown a password.
            listen_addresses = ''
            max_connections = 60
            shared_buffers = 256MB
            effective_cache_size = 1GB
            work_mem = 8MB
            maintenance_work_mem = 64MB
            max_parallel_workers_per_gather = 0
            jit = off

            fsync = on
            full_page_writes = on
            synchronous_commit = on
            wal_level = replica
            wal_buffers = 16MB
            min_wal_size = 256MB
            max_wal_size = 1GB
            checkpoint_timeout = 10min
            checkpoint_warning = 10s
            bgwriter_delay = 50ms
            bgwriter_lru_maxpages = 1000
            bgwriter_lru_multiplier = 4
            autovacuum_naptime = 15s

            password_encryption = 'scram-sha-256'
            timezone = 'UTC'
            log_timezone = 'UTC'
            logging_collector = on
            log_directory = 'log'
            log_filename = 'postgresql-%a.log'
            log_rotation_age = 1d
            log_rotation_size = 0
            log_truncate_on_rotation = on
            log_min_messages = warning
            """;

    private PostgresSettings() {}
}
