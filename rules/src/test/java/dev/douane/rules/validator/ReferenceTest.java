package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    private static final Path PAGE = Path.of("../docs/governance/drl.md");

    /** {@code -Ddouane.docs.write=true} writes the page anew; read the difference. */
    @Test
    void the_page_says_what_the_gate_does() throws IOException {
        if (Boolean.getBoolean("douane.docs.write")) {
            Files.writeString(PAGE, Reference.markdown());
        }

        assertThat(Files.readString(PAGE)).isEqualTo(Reference.markdown());
    }
}
