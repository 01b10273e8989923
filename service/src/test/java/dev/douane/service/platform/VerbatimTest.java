package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the framework is told by the start arrives as it was said: it is the framework's own reader that is asked. */
class VerbatimTest {
    private static final String PROPERTY = "douane.test-verbatim";
    private static final List<String> DATASOURCE = List.of(
            "quarkus.datasource.jdbc.url",
            "quarkus.datasource.username",
            "quarkus.datasource.password",
            "quarkus.flyway.init-sql",
            "quarkus.flyway.jdbc-url",
            "quarkus.flyway.username",
            "quarkus.flyway.password");

    @AfterEach
    void unset() {
        System.clearProperty(PROPERTY);
        DATASOURCE.forEach(System::clearProperty);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pa$$word",
                "pa${HOME}word",
                "${no.such.property}",
                "${",
                "$",
                "$$$",
                "one$",
                "\\",
                "back\\$lash",
                "\\\\$${x:-y}\\",
                "/srv/$$/${data}",
                "a:b,c}"
            })
    void dollars_and_backslashes_arrive_as_they_were_said(String said) {
        Verbatim.set(PROPERTY, said);

        assertThat(asTheFrameworkReadsIt(PROPERTY)).isEqualTo(said);
        assertThat(Verbatim.get(PROPERTY)).isEqualTo(said);
    }

    @Test
    void a_datasource_arrives_as_it_let_itself_in() {
        var database = new Datasource("jdbc:postgresql://db:5432/do$$uane", "us${er}", "pa$$w${or}d\\$");

        database.becomeDatasource();
        database.becomeOwner();

        assertThat(asTheFrameworkReadsIt("quarkus.datasource.jdbc.url")).isEqualTo(database.url());
        assertThat(asTheFrameworkReadsIt("quarkus.datasource.username")).isEqualTo("us${er}");
        assertThat(asTheFrameworkReadsIt("quarkus.datasource.password")).isEqualTo("pa$$w${or}d\\$");
        assertThat(asTheFrameworkReadsIt("quarkus.flyway.jdbc-url")).isEqualTo(database.url());
        assertThat(asTheFrameworkReadsIt("quarkus.flyway.username")).isEqualTo("us${er}");
        assertThat(asTheFrameworkReadsIt("quarkus.flyway.password")).isEqualTo("pa$$w${or}d\\$");
    }

    @Test
    void migrations_are_told_the_role_with_its_quotes_and_dollars() {
        new Datasource("jdbc:postgresql://db/douane", "o'brien${x}\\", "").becomeDatasource();

        assertThat(asTheFrameworkReadsIt("quarkus.flyway.init-sql"))
                .isEqualTo("set douane.server_role = E'o''brien\\x24{x}\\\\'");
    }

    private static String asTheFrameworkReadsIt(String property) {
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addSystemSources()
                .build();
        return config.getConfigValue(property).getValue();
    }
}
