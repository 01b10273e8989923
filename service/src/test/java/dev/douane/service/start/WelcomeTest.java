package dev.douane.service.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed to be copied. */
class WelcomeTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 127.0.0.1",
        "::1, [::1]",
        "::, [::1]",
        "2001:db8::7, [2001:db8::7]",
        "douane.example.com, douane.example.com"
    })
    void an_address_is_one_that_can_be_asked(String host, String asked) {
        assertThat(Welcome.reachable(host)).isEqualTo(asked);
    }

    @ParameterizedTest(name = "insecure requests {0}: {2}")
    @CsvSource({
        "enabled, 127.0.0.1, http://127.0.0.1:8080",
        "ENABLED, ::, http://[::1]:8080",
        "disabled, 0.0.0.0, https://127.0.0.1:8443",
        "redirect, ::1, https://[::1]:8443",
        "Redirect, douane.example.com, https://douane.example.com:8443"
    })
    void where_only_encrypted_requests_are_answered_the_address_is_theirs(String clearText, String host, String told) {
        assertThat(Welcome.address(host, 8080, 8443, clearText)).isEqualTo(told);
    }

    @Test
    void a_path_is_read_back_by_a_shell_whatever_is_in_it() throws Exception {
        var path = Path.of("/srv/o'brien's \"data\" $HOME/bootstrap.key");

        var shell = new ProcessBuilder("sh", "-c", "printf %s \"$(printf %s " + Welcome.quoted(path) + ")\"").start();

        assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).isEqualTo(path.toString());
    }
}
