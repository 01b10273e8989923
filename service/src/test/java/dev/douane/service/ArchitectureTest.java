package dev.douane.service;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.signing.PackZip;
import dev.douane.service.platform.Background;
import dev.douane.service.platform.TimeSource;
import dev.douane.service.rulesets.ShippedRulesets;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.PersistenceException;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls between the slices of the service. A new arrow is drawn here first, on purpose. */
@BesideOthers
class ArchitectureTest {
    private static final String ROOT = "dev.douane.service";

    /** Whom a slice may know, beside {@code platform} and {@code identity}, which all may. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("decisions", List.of("rulesets", "catalog", "budgets", "ledger", "audit", "usage")),
            Map.entry("ledger", List.of("budgets", "audit", "catalog", "usage")),
            Map.entry("packworker", List.of()),
            Map.entry("rulesets", List.of("packs", "packworker")),
            Map.entry("packs", List.of("catalog", "packworker")),
            Map.entry("budgets", List.of("catalog", "usage")),
            Map.entry("catalog", List.of()),
            Map.entry("audit", List.of()),
            Map.entry("embedded", List.of()),
            Map.entry("start", List.of("embedded")),
            Map.entry("identity", List.of()),
            Map.entry("cli", List.of()),
            Map.entry("reconciliation", List.of("audit", "budgets")),
            Map.entry("gaps", List.of("catalog", "audit")),
            Map.entry("usage", List.of("audit"))));

    private static JavaClasses code;

    @BeforeAll
    static void read() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void slices_form_no_cycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(code);
    }

    @Test
    void the_store_of_the_ledger_knows_nothing_of_the_ledger_that_is_to_go() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".ledger.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".ledger")
                .because(
                        "both stand side by side on the same tables until the old one is deleted (decision 190, step 9)")
                .check(code);
    }

    @Test
    void commands_know_no_other_command() {
        slices().matching(ROOT + ".cli.(*)..").should().notDependOnEachOther().check(code);
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void a_slice_knows_only_whom_its_arrows_point_to(String slice) {
        var allowed = Stream.concat(Stream.of(slice, "platform", "identity"), ARROWS.get(slice).stream())
                .map(known -> ROOT + "." + known + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + slice + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .because(slice + " may know " + Arrays.toString(allowed))
                .allowEmptyShould(true)
                .check(code);
    }

    static Set<String> drawn() {
        return ARROWS.keySet();
    }

    @Test
    void every_slice_is_drawn() {
        var slices = new TreeSet<String>();
        for (var each : code) {
            if (each.getPackageName().length() > ROOT.length()) {
                slices.add(each.getPackageName().substring(ROOT.length() + 1).replaceFirst("\\..*", ""));
            }
        }
        slices.remove("platform");

        assertThat(ARROWS.keySet()).containsAll(slices);
    }

    @Test
    void the_platform_knows_no_capability() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".platform..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".platform.."))))
                .check(code);
    }

    @Test
    void rows_stay_inside_their_slice() {
        classes()
                .that()
                .haveNameMatching(".*Rows?")
                .should()
                .bePackagePrivate()
                .because("a slice can be rewritten by reading one folder")
                .check(code);
    }

    @Test
    void only_resources_speak_http() {
        noClasses()
                .that()
                .haveNameNotMatching(".*Resource(\\$.*)?")
                .and()
                .resideOutsideOfPackage(ROOT + ".platform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..")
                .check(code);
    }

    @Test
    void work_that_comes_round_rests_before_a_stop() {
        methods()
                .that()
                .areAnnotatedWith(Scheduled.class)
                .should()
                .beAnnotatedWith(Background.class)
                .check(code);
    }

    /** The ledger works on what it has taken: a hang-up that ended the request before would free its share too early. */
    @Test
    void what_is_answered_later_is_under_way_until_then_though_the_caller_hangs_up() {
        assertThat(code.stream()
                        .filter(resource -> resource.getName().endsWith("Resource"))
                        .flatMap(resource -> resource.getMethods().stream())
                        .filter(method -> method.getRawReturnType().isEquivalentTo(Uni.class))
                        .filter(method -> !method.getModifiers().contains(JavaModifier.PRIVATE)))
                .hasSizeGreaterThan(3)
                .allSatisfy(method -> assertThat(method.tryGetAnnotationOfType(Cancellable.class))
                        .as(method.getFullName())
                        .isPresent()
                        .get()
                        .returns(false, Cancellable::value));
    }

    @Test
    void an_operation_has_a_name_of_its_own() {
        assertThat(code.stream()
                        .flatMap(resource -> resource.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Operation.class))
                        .map(method ->
                                method.getAnnotationOfType(Operation.class).operationId()))
                .as("a second method of an operation, for another form of its body, has no @Operation")
                .hasSizeGreaterThan(30)
                .doesNotHaveDuplicates();
    }

    @Test
    void only_rows_speak_jpa() {
        noClasses()
                .that()
                .haveNameNotMatching(".*Rows?(\\$.*)?")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate..")
                        .and(not(assignableTo(
                                PersistenceException.class)))) // the database is away: anyone may have to say so
                .because("what leaves a slice is a record of its own")
                .check(code);
    }

    @Test
    void only_rulesets_wires_the_rule_engine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".rulesets..", ROOT + ".cli.pack..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.douane.rules.drools..")
                .because("a server compiles in one place; an author's own machine runs a pack's tests without one")
                .check(code);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.drools..", "org.kie..")
                .check(code);
    }

    @Test
    void what_was_uploaded_is_read_by_another_process() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli.pack..")
                .and()
                .doNotBelongToAnyOf(ShippedRulesets.class) // the program's own, while it is built
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "dev.douane.rules.validator..",
                                "dev.douane.rules.lint..",
                                "dev.douane.rules.diff..",
                                "dev.douane.rules.coverage..")
                        .or(belongToAnyOf(PackVerifier.class, DroolsCompiler.class)))
                .orShould()
                .callMethod(PackZip.class, "read", String.class, byte[].class)
                .orShould()
                .callMethod(PackReader.class, "of", String.class, List.class)
                .because("whatever a pack holds, it takes nothing from the process that decides (decision 173)")
                .check(code);
    }

    @Test
    void time_comes_from_the_time_source() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(TimeSource.class)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .because("tests set the time, they do not wait for it")
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

    @Test
    void whatever_starts_a_process_assumes_no_country() {
        var mains = code.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getName().equals("main"))
                .toList();

        assertThat(mains)
                .hasSizeGreaterThan(5)
                .allSatisfy(main -> assertThat(main.getMethodCallsFromSelf())
                        .as("%s sets the root locale, or lets Terminal do so (decision 121)", main.getFullName())
                        .anySatisfy(call -> assertThat(call.getTarget().getFullName())
                                .matches("java\\.util\\.Locale\\.setDefault\\(.*|.*\\.cli\\.Terminal\\.main\\(.*")));
    }
}
