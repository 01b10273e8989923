package dev.douane.service.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.identity.TestKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is served is what is written down; {@code -Ddouane.openapi.write=true} writes it down anew. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class OpenApiContractTest {
    private static final Path WRITTEN = Path.of("..", "docs", "openapi.yaml");

    @Test
    void the_served_document_is_the_committed_one() throws IOException {
        var served = given().header("Authorization", TestKeys.bearer("auditor"))
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        if (Boolean.getBoolean("douane.openapi.write")) {
            Files.writeString(WRITTEN, served);
        }

        assertThat(served)
                .as(
                        "docs/openapi.yaml is out of date; read the difference, then rewrite it with -Ddouane.openapi.write=true")
                .isEqualTo(Files.readString(WRITTEN));
    }
}
