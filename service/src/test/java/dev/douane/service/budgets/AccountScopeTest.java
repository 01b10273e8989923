package dev.douane.service.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.douane.rules.call.Caller;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountScopeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SEATS = """
            {"product": "search", "user": "each"}""";
    private static final String MODELS = """
            {"team": "each", "model": ["big", "small"], "tier": "each"}""";

    private static final AccountScope.Spelling AS_SAID = (attribute, value) -> value;

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    private static Caller caller(String team, String user) {
        return new Caller(null, "search", team, null, user, null, null, null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}                                    ; everything               ; {}",
                "{\"product\": \"search\"}             ; product=search           ; {\"product\": \"search\"}",
                "{\"product\": \"search\", \"user\": \"each\"} ; product=search,user=u-1 ; {\"product\": \"search\", \"user\": \"u-1\"}",
                "{\"user\": \"each\"}                  ; user=(none)              ; {\"user\": null}",
                "{\"user\": \"each\"}                  ; user=%0028none%0029      ; {\"user\": \"(none)\"}",
                "{\"user\": \"each\"}                  ; user=auth0|7             ; {\"user\": \"auth0|7\"}",
                "{\"model\": [\"b\", \"a\"]}           ; model=a|b                ; {\"model\": [\"a\", \"b\"]}",
                "{\"user\": \"each\"}                  ; nonsense                 ; \"nonsense\""
            })
    void an_account_is_shown_as_an_object(String selector, String words, String shown) throws Exception {
        assertThat(AccountScope.shown(selector, words)).isEqualTo(json(shown));
    }

    @Test
    void what_is_shown_names_the_same_account_again() throws Exception {
        var seats = TermsJson.scope("{\"product\": \"search\", \"team\": \"each\", \"user\": \"each\"}");
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            var words = seats.scope(caller(word(random), word(random)), null);
            var wrong = new ArrayList<Violation>();

            assertThat(AccountScope.words(seats, AccountScope.shown(seats, words), "/scope", wrong, AS_SAID))
                    .as(words)
                    .isEqualTo(words);
            assertThat(AccountScope.words(seats, TextNode.valueOf(words), "/scope", wrong, AS_SAID))
                    .isEqualTo(words);
        }
    }

    private static String word(Random random) {
        var letters = "a,=()%é😀~|{\"".codePoints().toArray();
        var word = new StringBuilder("x");
        for (int i = random.nextInt(5); i >= 0; i--) {
            word.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return word.toString();
    }

    @Test
    void of_a_scope_too_long_to_be_kept_what_is_left_is_shown_and_it_is_found_by_its_values() throws Exception {
        var all = TermsJson.scope("""
                {"organisation": "each", "product": "search", "team": "each", "workflow": "each", "user": "each"}""");
        var organisation = "o".repeat(90);
        var caller =
                new Caller(organisation, "search", "t".repeat(128), "w".repeat(128), "é,".repeat(64), null, null, null);
        var words = all.scope(caller, null);
        var said = JSON.createObjectNode()
                .put("user", caller.user())
                .put("workflow", caller.workflow())
                .put("team", caller.team())
                .put("organisation", organisation);

        var shown = AccountScope.shown(all, words);

        assertThat(shown.path("organisation").asText()).isEqualTo(organisation);
        assertThat(shown.path("product").asText()).isEqualTo("search");
        assertThat(shown.has("user")).isFalse();
        assertThat(shown.path("digest").asText()).startsWith("sha256:").hasSize(71);
        assertThat(AccountScope.words(all, said, "/scope", new ArrayList<>(), AS_SAID))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\": \"bob\", \"product\": \"search\"}",
                "{\"user\": \"bob\"}",
                "product=search,user=bob",
                "user=bob,product=search",
                "user=bob",
                "{\"user\": \" bob \", \"product\": \"search \"}"
            })
    void the_order_does_not_matter_and_what_the_budget_fixes_may_be_left_out(String said) {
        assertThat(AccountScope.asked(SEATS, said)).isEqualTo("product=search,user=bob");
    }

    @Test
    void a_list_of_the_budget_is_named_as_a_list_or_left_out() {
        var account = "team=red,model=big|small,tier=frontier";

        assertThat(AccountScope.asked(MODELS, "team=red,tier=frontier,model=small|big"))
                .isEqualTo(account);
        assertThat(AccountScope.asked(
                        MODELS, "{\"team\": \"red\", \"tier\": \"frontier\", \"model\": [\"small\", \"big\"]}"))
                .isEqualTo(account);
        assertThat(AccountScope.asked(MODELS, "team=red,tier=frontier")).isEqualTo(account);
    }

    @Test
    void a_budget_with_one_account_needs_no_scope() {
        assertThat(AccountScope.asked("{}", null)).isEqualTo("everything");
        assertThat(AccountScope.asked("{\"run\": \"r\"}", null)).isEqualTo("run=r");
        assertThatThrownBy(() -> AccountScope.asked(SEATS, null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.violations())
                                .containsExactly(Violation.ofParameter(
                                        "scope", "user must be there: it has one for each user")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"nonsense\"                          | /scope         | (nonsense) must name each attribute once",
                "\"user=a,user=b\"                     | /scope         | must name each attribute once",
                "[]                                    | /scope         | must be an object",
                "{\"usr\": \"bob\"}                    | /scope/usr     | Maybe user?",
                "{\"user\": \"bob\", \"team\": \"t\"}  | /scope/team    | does not tell this budget's accounts apart: it has one for each user",
                "{\"user\": \"bob\", \"product\": \"shop\"} | /scope/product | (shop) is not what this budget is for: \"search\"",
                "{\"product\": \"search\"}             | /scope/user    | must be there",
                "{\"user\": \"each\"}                  | /scope/user    | must be one value",
                "{\"user\": [\"bob\"]}                 | /scope/user    | must be one value",
                "{\"user\": \" \"}                     | /scope/user    | must be one value"
            })
    void an_account_that_cannot_be_is_refused_with_its_place(String said, String pointer, String message)
            throws Exception {
        var wrong = new ArrayList<Violation>();

        assertThat(AccountScope.words(TermsJson.scope(SEATS), json(said), "/scope", wrong, AS_SAID))
                .isNull();

        assertThat(wrong).anySatisfy(one -> {
            assertThat(one.pointer()).isEqualTo(pointer);
            assertThat(one.message()).contains(message);
        });
    }

    @Test
    void what_the_refusal_names_for_calls_that_say_none_is_theirs() {
        var seats = "{\"user\": \"each\"}";

        assertThatThrownBy(() -> AccountScope.asked(seats, "user="))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.violations())
                                .singleElement()
                                .extracting(Violation::message)
                                .asString()
                                .endsWith(
                                        "; calls that say none have {\"user\": null}, which is user=(none) in words"));

        assertThat(AccountScope.asked(seats, "{\"user\": null}"))
                .isEqualTo(AccountScope.asked(seats, "user=(none)"))
                .isNotEqualTo(AccountScope.asked(seats, "user=null"));
    }

    @Test
    void two_accounts_never_have_one_name() {
        var names = List.of("{\"user\": null}", "{\"user\": \"(none)\"}", "{\"user\": \"null\"}");

        assertThat(names.stream().map(name -> AccountScope.asked("{\"user\": \"each\"}", name)))
                .doesNotHaveDuplicates();
    }
}
