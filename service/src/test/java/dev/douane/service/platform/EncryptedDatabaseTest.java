package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.embedded.EmbeddedDatabase;
import dev.douane.service.start.ExternalDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database behind TLS whose certificate is for the name {@code localhost}: {@code sslmode=verify-full} lets in who shows that name, and nobody else. */
@BesideOthers
class EncryptedDatabaseTest {
    @TempDir
    static Path folder;

    private static DataDirectory directory;
    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() throws Exception {
        directory = DataDirectory.claim(folder.resolve("data"));
        ListeningPostgres.open(directory).close();
        makeCertificate();
        database = ListeningPostgres.open(directory, "ssl = on");
    }

    @AfterAll
    static void stop() {
        database.close();
        directory.close();
    }

    @Test
    void a_database_that_shows_the_name_it_is_asked_by_is_used_encrypted() throws Exception {
        var found = await("localhost", "");
        try (var connection = DriverManager.getConnection(found.url(), found.user(), found.password());
                var select = connection.createStatement();
                var row = select.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            row.next();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    @Test
    void one_that_shows_another_name_is_told_nothing() {
        assertThatThrownBy(() -> await("127.0.0.1", ""))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void the_password_itself_may_be_asked_for_by_who_is_known() {
        assertThat(await("localhost", "&requireAuth=password,scram-sha-256").url())
                .contains("requireAuth=password");
    }

    private static Datasource await(String host, String more) {
        var url = ListeningPostgres.url(directory, "douane").replace("127.0.0.1", host)
                + "?sslmode=verify-full&sslrootcert=" + folder.resolve("root.crt") + more;
        return ExternalDatabase.await(
                url,
                Optional.of(database.user()),
                Optional.of(database.password()),
                ExternalDatabase.Login.BOTH,
                Duration.ZERO,
                what -> {});
    }

    private static void makeCertificate() throws IOException {
        var made = TestCertificate.made(folder);
        Files.writeString(folder.resolve("root.crt"), made.certificate());
        Files.writeString(directory.resolve("postgres").resolve("server.crt"), made.certificate());
        DataDirectory.writeSecret(directory.resolve("postgres").resolve("server.key"), made.key());
    }
}
