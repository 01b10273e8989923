package dev.douane.service.start;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.platform.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@BesideOthers
class SettingsFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource({
        ".env, DOUANE_DATA_DIR",
        ".env, DOUANE_DB_PASSWORD",
        ".env, QUARKUS_HTTP_PORT",
        ".env, quarkus.http.port",
        ".env, _PROD_QUARKUS_HTTP_PORT",
        ".env, SMALLRYE_CONFIG_LOCATIONS",
        "config/application.properties, douane.db-url",
        "config/application.properties, %prod.quarkus.http.port"
    })
    void a_file_with_a_setting_is_refused_by_name_and_its_value_is_not_told(String file, String name)
            throws IOException {
        write(file, "POSTGRES_USER=ann\n%s=hunter2\n".formatted(name));

        assertThatThrownBy(() -> SettingsFiles.refuse(folder))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("[" + folder.resolve(file).toAbsolutePath() + "]")
                .hasMessageContaining("(" + name + ")")
                .hasMessageContaining("environment")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void of_many_settings_the_first_is_named_and_the_others_are_counted() throws IOException {
        write(".env", "QUARKUS_HTTP_PORT=1\nDOUANE_DB_URL=postgresql://db/douane\nDOUANE_DB_USER=ann\n");

        assertThatThrownBy(() -> SettingsFiles.refuse(folder)).hasMessageContaining("(DOUANE_DB_URL and 2 more)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POSTGRES_USER=ann\n",
                "# DOUANE_DATA_DIR=/data\n",
                "MY_DOUANE_DATA_DIR=/data\n",
                "DOUANE_KEY=dk\n"
            })
    void what_other_programs_are_told_is_theirs(String content) throws IOException {
        write(".env", content);

        assertThatCode(() -> SettingsFiles.refuse(folder)).doesNotThrowAnyException();
    }

    @Test
    void a_file_that_the_framework_could_not_read_is_named() throws IOException {
        write(".env", "DOUANE_DB_PASSWORD=\\u12\n");

        assertThatThrownBy(() -> SettingsFiles.refuse(folder))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("[" + folder.resolve(".env").toAbsolutePath() + "]");
    }

    private void write(String file, String content) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, content);
    }
}
