package dev.douane.rules.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a public key: one that somebody can have the private half of. */
class TrustedKeyTest {
    /** Of an Ed25519 key, in front of its 32 bytes. */
    private static final String HEADER = "302a300506032b6570032100";

    private static String pem(String point) {
        var der = HexFormat.of().parseHex(HEADER + point);
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
            })
    void the_eight_points_of_small_order_are_no_keys(String point) {
        assertThatThrownBy(() -> TrustedKey.parse(pem(point)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("small order");
    }

    /** An identity with a sign, the prime in place of 0, and the largest number there is room for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000080",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void a_point_that_is_written_in_a_second_way_is_no_key(String point) {
        assertThatThrownBy(() -> TrustedKey.parse(pem(point)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("written in a second way");
    }

    /** There is no point with {@code y = 2}. It was found out when the first signature was held against it. */
    @Test
    void what_is_not_on_the_curve_is_no_key() {
        assertThatThrownBy(
                        () -> TrustedKey.parse(pem("0200000000000000000000000000000000000000000000000000000000000000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no public Ed25519 key");
    }

    @Test
    void a_key_that_was_made_is_read_again() {
        var key = SigningKey.generate().publicKey();

        assertThat(TrustedKey.parse(key.toPem())).isEqualTo(key);
        // the first of RFC 8032, 7.1
        assertThat(TrustedKey.parse(pem("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
                        .id())
                .startsWith("sha256:");
    }
}
