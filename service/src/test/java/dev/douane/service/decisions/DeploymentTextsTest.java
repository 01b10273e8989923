package dev.douane.service.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.ModelId;
import dev.douane.rules.catalog.Tiers;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeploymentTextsTest {
    private static Deployment inRegion(String region) {
        return Deployment.of("azure-gpt-5", "gpt-5", "azure", region, Tiers.SHIPPED.named("frontier"))
                .hostedIn("SE")
                .operations(List.of("chat"))
                .limits(400_000, null, 128_000)
                .build();
    }

    private static Catalog of(int version, Deployment deployment) {
        return new Catalog(
                version,
                "sha256:catalog",
                "USD",
                Tiers.SHIPPED,
                List.of(new Model(new ModelId("gpt-5"), "gpt-5", new TreeSet<>(), List.of())),
                List.of(deployment));
    }

    private static String text(Catalog catalog) {
        return DeploymentTexts.of(catalog)
                .open(catalog.deployments().getFirst())
                .getValue();
    }

    @Test
    void a_deployment_is_written_as_an_object_that_is_not_closed() {
        assertThat(text(of(1, inRegion("a \"region\""))))
                .isEqualTo(
                        "{\"deployment\":\"azure-gpt-5\",\"model\":\"gpt-5\",\"provider\":\"azure\",\"region\":\"a \\\"region\\\"\",\"hosting\":\"SE\",\"tier\":\"frontier\"");
    }

    @Test
    void a_deployment_that_another_catalog_describes_otherwise_is_written_as_that_one_says() {
        var before = of(1, inRegion("swedencentral"));
        var after = of(2, inRegion("polandcentral"));

        assertThat(text(before)).contains("swedencentral");
        assertThat(text(after)).contains("polandcentral");
        assertThat(text(before)).contains("swedencentral"); // a decision that was begun before the change
    }
}
