package dev.douane.service.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static byte[] written(byte[] request, byte[] answer, byte[] evidence) {
        try (var documents = new Documents()) {
            return written(documents, new Documents.Three(request, answer, evidence));
        }
    }

    private static byte[] written(Documents writer, Documents.Three documents) {
        var column = new byte[3 + Documents.bound(documents)];
        int length = writer.write(documents, column, 3);
        return Arrays.copyOfRange(column, 3, 3 + length);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_is_written_is_read_again_byte_for_byte(long seed) {
        var dice = new SplittableRandom(seed);
        BiFunction<Integer, Integer, byte[]> any = (most, range) -> {
            var bytes = new byte[dice.nextInt(most)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) dice.nextInt(range);
            }
            return bytes;
        };
        for (int round = 0; round < 200; round++) {
            var request = any.apply(3_000, 3);
            var answer = any.apply(round % 8 == 0 ? 40_000 : 8_000, 256);
            var evidence = any.apply(2, 256);

            var read = Documents.read(written(request, answer, evidence));

            assertThat(read.request()).isEqualTo(request);
            assertThat(read.answer()).isEqualTo(answer);
            assertThat(read.evidence()).isEqualTo(evidence);
        }
    }

    @Test
    void as_much_as_is_read_again_is_written_and_not_a_byte_more() {
        var most = new byte[(64 << 20) - 12 - 2];
        var one = new byte[1];
        Documents.demandReadable(one, most, one);

        assertThat(Documents.read(written(one, most, one)).answer()).hasSize(most.length);
        assertThatThrownBy(() -> Documents.demandReadable(one, most, new byte[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("documents of a decision (67108865 bytes) must have at most 67108864 bytes");
    }

    @Test
    void one_writer_writes_many_rows_that_do_not_lean_on_each_other() {
        try (var documents = new Documents()) {
            var first = written(documents, new Documents.Three("{\"a\":1}".getBytes(UTF_8), new byte[0], new byte[0]));
            var second = written(documents, new Documents.Three("{\"a\":2}".getBytes(UTF_8), new byte[0], new byte[0]));

            assertThat(new String(Documents.read(second).request(), UTF_8)).isEqualTo("{\"a\":2}");
            assertThat(new String(Documents.read(first).request(), UTF_8)).isEqualTo("{\"a\":1}");
        }
    }

    /** The bytes are those of a row written by the first version that had this form; they must be read for as long as rows live. */
    @Test
    void a_row_written_long_ago_is_read_with_the_dictionary_it_was_written_with() {
        var stored = HexFormat.of().parseHex(ROW_OF_FORM_1);

        assertThat(new String(Documents.read(stored).answer(), UTF_8))
                .isEqualTo("{\"id\":\"01a20146-bd2e-78e1-8256-a4f1faaf7bae\",\"verdict\":\"downgrade\",\"target\":"
                        + "{\"deployment\":\"cohere-command-r7b\",\"model\":\"command-r7b\"}}");
    }

    private static final String ROW_OF_FORM_1 =
            "0128b52ffd249f0d0100900000000b7d7d000000867d7d000000027b7d03009398335260629685061a2402e0c039af";

    /** The same of form 2; its dictionary has an id, which the frame names. */
    @Test
    void a_row_of_form_2_is_read_with_its_dictionary() {
        var stored = HexFormat.of().parseHex(ROW_OF_FORM_2);

        assertThat(new String(Documents.read(stored).answer(), UTF_8))
                .isEqualTo("{\"id\":\"01a20146-bd2e-78e1-8256-a4f1faaf7bae\",\"verdict\":\"downgrade\",\"target\":"
                        + "{\"deployment\":\"cohere-command-r7b\",\"model\":\"command-r7b\"}}");
    }

    private static final String ROW_OF_FORM_2 =
            "0228b52ffd27ee8d461a96cd0100138309172df06018e672a944246989442cb758a4c1236d5ed16c2a449134682703c330172df060182604fcb446c296f108b82ddefc42f8081c2fee61e9";

    @Test
    void a_row_of_form_0_is_read_as_it_stands() {
        var stored = ByteBuffer.allocate(1 + 12 + 6)
                .put((byte) 0)
                .putInt(2)
                .put("{}".getBytes(UTF_8))
                .putInt(2)
                .put("[]".getBytes(UTF_8))
                .putInt(2)
                .put("\"\"".getBytes(UTF_8))
                .array();

        assertThat(new String(Documents.read(stored).request(), UTF_8)).isEqualTo("{}");
        assertThat(new String(Documents.read(stored).answer(), UTF_8)).isEqualTo("[]");
        assertThat(new String(Documents.read(stored).evidence(), UTF_8)).isEqualTo("\"\"");
    }

    @Test
    void a_form_of_a_later_version_is_refused_by_its_number() {
        assertThatThrownBy(() -> Documents.read(new byte[] {3, 0}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("documents of form (3) are not known to this version");
    }

    @Test
    void a_changed_byte_is_noticed() {
        var stored = written("{\"call\":{}}".repeat(50).getBytes(UTF_8), "{}".getBytes(UTF_8), "{}".getBytes(UTF_8));
        stored[stored.length - 6] ^= 1;

        assertThatThrownBy(() -> Documents.read(stored)).isInstanceOf(RuntimeException.class);
    }
}
