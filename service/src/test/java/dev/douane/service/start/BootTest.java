package dev.douane.service.start;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class BootTest {
    @Inject
    DataSource database;

    @Test
    void it_boots_against_a_durable_postgresql_and_is_alive() throws SQLException {
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery(
                        "select current_setting('fsync') || current_setting('synchronous_commit')")) {
            answer.next();
            Assertions.assertThat(answer.getString(1)).isEqualTo("onon");
        }
    }
}
