package dev.douane.service.packs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.signing.Vouching;
import dev.douane.service.BesideOthers;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be laid beside a pack by somebody who cannot sign it. */
@BesideOthers
class SignatureRoomTest {
    private static final Vouching.Worth NEW_SIGNER = new Vouching.Worth(Collections.emptySortedMap(), true, List.of());
    private static final Vouching.Worth IDLE = new Vouching.Worth(Collections.emptySortedMap(), false, List.of());

    private final SignatureRoom room = new SignatureRoom();

    @Test
    void one_key_lays_so_many_idle_documents_and_no_more() {
        for (int i = 0; i < SignatureRoom.IDLE_OF_KEY_MAX; i++) {
            assertThat(room.admit(IDLE, "mallory")).isEmpty();
        }

        assertThat(room.admit(IDLE, "mallory"))
                .contains(
                        "brings no signature by a key that counts here and has not signed yet, and this key brought 16 such documents; at most 16 are kept");
        assertThat(room.admit(IDLE, "ada")).isEmpty();
    }

    @Test
    void all_keys_together_lay_so_many_and_no_more() {
        for (int i = 0; i < SignatureRoom.IDLE_MAX; i++) {
            assertThat(room.admit(IDLE, "key " + i)).isEmpty();
        }

        assertThat(room.admit(IDLE, "ada")).get().asString().contains("there are 32 such documents beside it");
    }

    @Test
    void whoever_signs_for_the_first_time_finds_room_in_any_crowd() {
        for (int i = 0; i < 10_000; i++) {
            room.take(IDLE, "from before there was a limit");
        }

        assertThat(room.admit(NEW_SIGNER, "ada")).isEmpty();
        assertThat(room.admit(IDLE, "ada")).isPresent();
    }
}
