package dev.douane.service.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Terms as they lie in the database: whatever was accepted once is read for ever, or no server would start again. */
class TermsJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"P&L \u202Esearch", "two\nlines", " blanks around "})
    void an_owner_is_read_as_it_was_stored_whatever_is_refused_today(String owner) {
        var said = new TermsRequest(owner, null, null, null, null, null, null, null, null);

        var read = TermsJson.changes(
                TermsJson.write(TermsReader.ofStored(new ArrayList<>()).read(said)));

        assertThat(read.owner()).isEqualTo(owner);
    }

    @Test
    void what_is_written_reads_as_what_was_said() {
        var stored =
                "{\"owner\":\"P&L\",\"amount\":\"12.50\",\"enforcement\":\"soft\",\"rollover\":{\"capped\":\"3.00\"}}";

        assertThat(TermsJson.changes(TermsJson.write(TermsJson.changes(stored))))
                .isEqualTo(TermsJson.changes(stored));
    }

    @Test
    void what_was_stored_in_older_words_reads_as_in_todays() {
        assertThat(TermsJson.changes("{\"hardness\":\"soft\"}"))
                .isEqualTo(TermsJson.changes("{\"enforcement\":\"soft\"}"));
        assertThat(TermsJson.inTodaysWords("hardness")).isEqualTo("enforcement");
        assertThat(TermsJson.inTodaysWords("amount")).isEqualTo("amount");
    }
}
