package dev.douane.service.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four eyes are two people's, not two keys'. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class OnePersonTest {
    private static final Duration LESS_THAN_A_WEEK = Duration.ofDays(7).minusSeconds(60);
    private static final Duration A_WEEK = Duration.ofDays(7);

    @ConfigProperty(name = "douane.data-dir")
    Path dataDir;

    @Inject
    DataSource database;

    @Inject
    SettableTime time;

    /** Keys that may make keys, made by nobody who has a key. */
    private TestKeys.Made admin;

    private TestKeys.Made otherAdmin;

    @BeforeEach
    void two_admins_and_a_time_that_can_be_moved() {
        admin = new TestKeys.Made(TestKeys.id(Roles.ADMIN), TestKeys.bearer(Roles.ADMIN));
        otherAdmin =
                new TestKeys.Made(TestKeys.id(Roles.ADMIN, Roles.AUDITOR), TestKeys.bearer(Roles.ADMIN, Roles.AUDITOR));
        time.set(time.now());
    }

    @AfterEach
    void now() {
        time.reset();
    }

    private static TestKeys.Made made(TestKeys.Made by, String roles, String holder) {
        var key = given().header("Authorization", by.bearer())
                .contentType("application/json")
                .body("{\"name\": \"of a test\", \"roles\": [%s]%s}"
                        .formatted(roles, holder == null ? "" : ", \"holder\": \"%s\"".formatted(holder)))
                .post("/v1/keys")
                .then()
                .statusCode(201)
                .body("holder", equalTo(holder == null ? null : holder.strip()))
                .extract();
        return new TestKeys.Made(key.path("id"), "Bearer " + key.path("key"));
    }

    private static TestKeys.Made author(TestKeys.Made by, String holder) {
        return made(by, "\"author\", \"finops\"", holder);
    }

    private static TestKeys.Made approver(TestKeys.Made by, String holder) {
        return made(by, "\"approver\"", holder);
    }

    private TestKeys.Made first() throws IOException {
        var text = Files.readString(dataDir.resolve(BootstrapKey.FILE)).strip();
        return new TestKeys.Made(KeyToken.of(text).id(), "Bearer " + text);
    }

    private void areTwo(TestKeys.Made one, TestKeys.Made other) throws SQLException {
        try (var connection = database.getConnection()) {
            assertThat(FourEyes.areTwo(connection, one.id(), other.id())).isTrue();
            assertThat(FourEyes.areTwo(connection, other.id(), one.id())).isTrue();
        }
    }

    private void areOne(TestKeys.Made one, TestKeys.Made other, String why) throws SQLException {
        try (var connection = database.getConnection()) {
            assertThatThrownBy(() -> FourEyes.check(connection, "It", one.id(), other.id()))
                    .hasMessageContaining(why);
            assertThatThrownBy(() -> FourEyes.check(connection, "It", other.id(), one.id()))
                    .hasMessageContaining(why);
        }
    }

    @Test
    void keys_of_one_holder_are_one_persons_whoever_made_them_and_when() throws SQLException {
        var author = author(admin, "Ada@example.com");
        time.set(time.now().plus(Duration.ofDays(100)));

        areOne(author, approver(otherAdmin, " ada@example.com "), "both keys have one holder");
        areTwo(author, approver(otherAdmin, "bob@example.com"));
        areTwo(author, approver(otherAdmin, null));
    }

    /** Capitals, full-width letters, two blanks, a Cyrillic у and с: as they were before holders were asked for one script. */
    @Test
    void holders_that_nobody_tells_apart_are_one_person() throws SQLException {
        var author = author(admin, "Cy Doe");
        time.set(time.now().plus(Duration.ofDays(100)));

        areOne(author, approver(otherAdmin, "CY  DOE"), "the holders of both keys look alike");
        areOne(author(admin, "cy1"), approver(otherAdmin, "cyl"), "look alike");
        areOne(author(admin, "\u0441\u0443"), approver(otherAdmin, "cy"), "look alike");
        areTwo(author, approver(otherAdmin, "Cy Dee"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0441\u0443.doe@example.com", "\uff43y.doe", "\u0441y", "cy\u200d.doe", "Cy\u00a0Doe"})
    void a_holder_is_written_in_one_script_and_in_letters_of_everyday_use(String holder) {
        given().header("Authorization", admin.bearer())
                .contentType("application/json")
                .body("{\"name\": \"of a test\", \"roles\": [\"approver\"], \"holder\": \"%s\"}".formatted(holder))
                .post("/v1/keys")
                .then()
                .statusCode(400)
                .body("violations.pointer", contains("/holder"));
    }

    @Test
    void what_one_key_made_within_a_week_is_one_persons_whatever_is_said_of_the_holders() throws SQLException {
        var author = author(admin, "ada");
        var start = time.now();

        areOne(author, approver(admin, "bob"), "one key made both of them within a week");
        time.set(start.plus(LESS_THAN_A_WEEK));
        areOne(author, approver(admin, null), "one key made both of them within a week");
        areTwo(author, approver(otherAdmin, null));
        time.set(start.plus(A_WEEK));
        areTwo(author, approver(admin, null));
    }

    @Test
    void nobody_approves_with_a_key_that_he_made() throws SQLException {
        var approver = approver(admin, "bob");
        time.set(time.now().plus(Duration.ofDays(100)));

        areOne(admin, approver, "one of the two keys made the other");
        areTwo(otherAdmin, approver);
    }

    /** Names nobody else has: all tests share the keys. */
    @Test
    void a_maker_stands_for_all_keys_of_its_holder() throws SQLException {
        var sue = "sue " + UUID.randomUUID();
        var finops = author(admin, sue);
        var ghost = approver(made(otherAdmin, "\"admin\"", sue.toUpperCase(Locale.ROOT)), "ghost");

        areOne(finops, ghost, "the holder of one of the two keys made the other");
        areOne(author(made(admin, "\"admin\"", sue), "other"), ghost, "one holder made both of them within a week");
        time.set(time.now().plus(A_WEEK));
        areOne(author(admin, sue), ghost, "the holder of one of the two keys made the other");
        areTwo(author(admin, "other"), ghost);
    }

    @Test
    void a_key_in_between_made_for_it_is_no_way_round() throws SQLException {
        var start = time.now();
        var author = author(admin, null);
        var between = made(admin, "\"admin\"", "carol");

        areOne(author, approver(between, "bob"), "one key made both of them within a week");
        areOne(admin, approver(between, "bob"), "one of the two keys made the other");
        time.set(start.plus(A_WEEK)); // by now she is somebody
        areTwo(author(admin, null), approver(between, "bob"));
    }

    /** Whoever has it has the machine, and somebody must be able to say who the first people are. */
    @Test
    void of_the_first_people_the_first_key_says_who_they_are() throws SQLException, IOException {
        var first = first();
        var author = author(first, "ada");

        areTwo(author, approver(first, "bob"));
        areOne(author, approver(first, null), "one key made both of them within a week");
        areOne(author(first, null), approver(first, "bob"), "one key made both of them within a week");
        areTwo(first, approver(first, "bob"));
        areTwo(first, approver(first, null)); // he could have made two, and named holders
        areTwo(author(made(first, "\"admin\"", null), null), approver(made(first, "\"admin\"", null), null));
    }

    @Test
    void an_override_is_approved_by_somebody_else() throws SQLException {
        var finops = author(admin, "ada");
        String budget = post(finops, "/v1/budgets", """
                        {"name": "b-%s", "owner": "p", "amount": "5.00", "currency": "USD", "period": {"unit": "month"}}""".formatted(UUID.randomUUID()))
                .statusCode(201)
                .extract()
                .path("id");
        var path = "/v1/budgets/" + budget + "/overrides";
        post(finops, path, """
                        {"extra": "5.00", "until": "%s", "why": "year end"}""".formatted(time.now().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS)))
                .statusCode(201);
        var own = approver(admin, "bob");

        post(own, path + "/1/approve", "{}")
                .statusCode(409)
                .body("detail", containsString("one key made both of them within a week: somebody else must"));
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("""
                            insert into budget_override_step (budget_id, number, action, taken_at, taken_by)
                            values ('%s', 1, 'approve', now(), '%s')""".formatted(budget, own.id())))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("must be approved by somebody else");
        }
        post(approver(otherAdmin, "bob"), path + "/1/approve", "{}")
                .statusCode(200)
                .body("state", equalTo("running"));
    }

    private static ValidatableResponse post(TestKeys.Made key, String path, String body) {
        return given().header("Authorization", key.bearer())
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }
}
