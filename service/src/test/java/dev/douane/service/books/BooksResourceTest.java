package dev.douane.service.books;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class BooksResourceTest {
    @ParameterizedTest
    @ValueSource(strings = {"auditor", "finops", "admin"})
    void those_who_answer_for_money_may_have_it_checked(String role) {
        given().header("Authorization", TestKeys.bearer(role))
                .get("/v1/ledger/check")
                .then()
                .statusCode(200)
                .body("checkedAt", notNullValue())
                .body("accounts", greaterThanOrEqualTo(0))
                .body("equal", equalTo(true))
                .body("differing", equalTo(0))
                .body("differences.size()", equalTo(0));
    }

    @Test
    void a_gateway_may_not() {
        given().header("Authorization", TestKeys.bearer("gateway"))
                .get("/v1/ledger/check")
                .then()
                .statusCode(403);
    }
}
