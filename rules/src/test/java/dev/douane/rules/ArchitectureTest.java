package dev.douane.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The walls of the decision core. */
class ArchitectureTest {
    private static final String[] PURE = {
        "dev.douane.rules.call..",
        "dev.douane.rules.catalog..",
        "dev.douane.rules.money..",
        "dev.douane.rules.facts..",
        "dev.douane.rules.decide..",
        "dev.douane.rules.drl..",
        "dev.douane.rules.terms..",
        "dev.douane.rules.usage..",
        "dev.douane.rules.ledger..",
        "dev.douane.rules.limits.."
    };

    private static JavaClasses code;

    @BeforeAll
    static void read() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.douane.rules");
    }

    @Test
    void only_the_drools_package_knows_drools() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..rules.drools..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.drools..", "org.kie..")
                .because("the rule engine must be replaceable without touching a decision")
                .check(code);
    }

    @Test
    void only_the_text_package_knows_the_tables_of_unicode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..rules.text..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.ibm.icu..")
                .because("text is judged alike everywhere, and never while a call is decided")
                .check(code);
    }

    @Test
    void the_core_of_a_decision_uses_the_jdk_only() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideOutsideOfPackages("java..", "org.jspecify..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(PURE))))
                .because("what a decision means must be readable without a library's manual")
                .check(code);
    }

    @Test
    void nothing_here_knows_the_web_the_database_or_the_framework() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "java.sql..", "javax.sql..", "java.net.http..", "io.vertx..")
                .because("the core is plain Java that anything may call")
                .check(code);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("dev.douane.rules.(*)..").should().beFreeOfCycles().check(code);
    }

    @Test
    void packages_import_in_one_direction() {
        may("..rules.limits..");
        may("..rules.money..");
        may("..rules.call..", "money");
        may("..rules.catalog..", "money", "call");
        may("..rules.facts..", "money", "call");
        may("..rules.usage..", "money", "call", "catalog");
        may("..rules.terms..", "money", "call", "catalog", "facts", "usage");
        may("..rules.decide..", "money", "call", "catalog", "facts");
        may("..rules.ledger..", "money", "call", "catalog", "facts", "decide", "terms", "usage");
        may("..rules.text..");
        may("..rules.yaml..", "catalog", "limits");
        may("..rules.document..", "money", "call", "catalog", "text", "yaml");
        may("..rules.drl..", "money", "call", "catalog", "limits");
        may("..rules.zip..");
        may("..rules.sheet..", "drl", "limits", "zip");
        may("..rules.pack..", "money", "call", "catalog", "facts", "decide", "drl", "limits", "yaml");
        may("..rules.validator..", "call", "decide", "document", "drl", "limits", "pack", "sheet", "text", "yaml");
        may("..rules.drools..", "money", "call", "facts", "decide", "drl", "validator", "limits", "pack");
        may("..rules.signing..", "catalog", "drl", "limits", "pack", "text", "yaml", "zip");
        may(
                "..rules.worker..",
                "catalog",
                "decide",
                "document",
                "drl",
                "drools",
                "validator",
                "limits",
                "lint",
                "pack",
                "signing");
        may("..rules.analysis..", "call", "drl", "limits"); // what a call may ask for
        may("..rules.lint..", "catalog", "drl", "limits", "analysis");
        may("..rules.diff..", "drl", "pack", "analysis");
        may("..rules.coverage..", "facts", "drl", "limits", "pack");
    }

    /** The package may import the named ones, itself, and what is not ours. */
    private static void may(String packageName, String... others) {
        var allowed = new String[others.length + 1];
        allowed[0] = packageName;
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = "dev.douane.rules." + others[i] + "..";
        }
        noClasses()
                .that()
                .resideInAPackage(packageName)
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.douane..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(allowed))))
                .because("a new arrow is drawn here first, on purpose")
                .check(code);
    }

    @Test
    void a_decision_reads_no_clock_and_draws_no_lots() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadLocalRandom.class, SecureRandom.class)
                .because("a decision is made again, years later, from its record")
                .check(code);
    }

    @Test
    void nobody_reads_the_wall_clock() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("time is an argument")
                .check(code);
    }

    @Test
    void money_is_never_a_double() {
        noClasses()
                .that()
                .resideInAPackage("..rules.money..")
                .should()
                .callMethod(BigDecimal.class, "doubleValue")
                .orShould()
                .callConstructor(BigDecimal.class, double.class)
                .check(code);
    }

    @Test
    void nothing_is_written_in_the_manner_of_a_country() {
        noClasses()
                .should()
                .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
                .orShould()
                .callMethod(NumberFormat.class, "getInstance")
                .orShould()
                .callConstructor(DecimalFormat.class, String.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(MessageFormat.class)
                .because("digits and words differ from machine to machine (decision 121)")
                .check(code);
    }
}
