package dev.douane.service.rulesets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.Violation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesetRequestTest {
    /** Attributes are names of an object, which no client writes unasked: one that has no values would leave its scope to everybody. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "scope": {"team": null}                                                  | /packs/0/scope/team
            "scope": {"product": ["search"], "team": null}                           | /packs/0/scope/team
            "scopes": [{"scope": {"team": null}, "mode": "observe"}]                 | /packs/0/scopes/0/scope/team
            "scopes": [{"scope": {"team": [null]}, "mode": "observe"}]               | /packs/0/scopes/0/scope/team/0
            "parameters": {"ceiling": null}                                          | /packs/0/parameters/ceiling
            """)
    void a_null_in_an_entrys_scope_is_refused_at_its_place(String terms, String pointer) {
        var body = """
                {"title": "t", "why": "w", "packs": [{"name": "cost-tier", "version": "1.0.0", %s}]}""".formatted(terms).getBytes(UTF_8);

        assertThatThrownBy(() -> new StrictJson().read(body, RulesetRequest.class))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.violations())
                                .extracting(Violation::pointer)
                                .containsExactly(pointer));
    }
}
