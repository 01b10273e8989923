package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BinaryCopyTest {
    private static final String HEADER = "5047434f50590aff0d0a00" + "00000000" + "00000000";

    @Test
    void every_column_is_a_length_and_its_bytes() {
        var rows = new BinaryCopy(16)
                .row(7)
                .uuid(UUID.fromString("0199c0de-0000-7000-8000-00000000002a"))
                .timestamp(Instant.parse("2000-01-01T00:00:01.000002Z"))
                .text("a\tb\\.\n\"é")
                .text((String) null)
                .integer(-2)
                .bigint(1L << 40)
                .textArray(List.of("x", ""))
                .end();

        assertThat(HexFormat.of().formatHex(rows))
                .isEqualTo(HEADER
                        + "0007"
                        + "00000010" + "0199c0de000070008000" + "00000000002a"
                        + "00000008" + "00000000000f4242"
                        + "00000009" + "6109625c2e0a22c3a9"
                        + "ffffffff"
                        + "00000004" + "fffffffe"
                        + "00000008" + "0000010000000000"
                        + "0000001d" + "00000001" + "00000000" + "00000019" + "00000002" + "00000001"
                        + "00000001" + "78" + "00000000"
                        + "ffff");
    }

    @Test
    void numbers_and_bytes_go_as_they_are() {
        var rows = new BinaryCopy(0)
                .row(2)
                .bigintArray(List.of(7L), Long::longValue)
                .bytes(100, (to, from) -> {
                    to[from] = 0;
                    to[from + 1] = 1;
                    return 2;
                })
                .end();

        assertThat(HexFormat.of().formatHex(rows))
                .isEqualTo(HEADER
                        + "0002"
                        + "00000020" + "00000001" + "00000000" + "00000014" + "00000001" + "00000001"
                        + "00000008" + "0000000000000007"
                        + "00000002" + "0001"
                        + "ffff");
    }

    @Test
    void an_empty_array_has_no_dimension() {
        var rows = new BinaryCopy(0).row(1).textArray(List.of()).end();

        assertThat(HexFormat.of().formatHex(rows))
                .isEqualTo(HEADER + "0001" + "0000000c" + "00000000" + "00000000" + "00000019" + "ffff");
    }

    @Test
    void times_before_2000_are_negative() {
        var rows = new BinaryCopy(0)
                .row(1)
                .timestamp(Instant.parse("1999-12-31T23:59:59.999999Z"))
                .end();

        assertThat(HexFormat.of().formatHex(rows))
                .isEqualTo(HEADER + "0001" + "00000008" + "ffffffffffffffff" + "ffff");
    }

    @Test
    void a_nul_is_refused_since_the_database_cannot_keep_it() {
        var copy = new BinaryCopy(0).row(1);

        assertThatThrownBy(() -> copy.text("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text must not have a NUL character");
    }
}
