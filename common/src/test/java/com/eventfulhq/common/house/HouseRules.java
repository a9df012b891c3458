package com.eventfulhq.common.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What every module keeps. A module extends this with its root package and adds the rules of its own rooms. One instance has all
 * rules, because to read the classes takes longer than all of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HouseRules {

    private static final int MAX_LINES = 400;
    private static final String ROOT = "com.eventfulhq.";
    private static final List<String> SERVICES = List.of("gateway", "hub", "notification");

    /** For example {@code com.eventfulhq.hub}. */
    private final String root;

    protected final JavaClasses classes;

    protected HouseRules(String root) {
        this.root = root;
        this.classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(new ImportOption.DoNotIncludeJars())
                .importPackages(root);
    }

    @Test
    void featuresFormNoCycle() {
        slices().matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void servicesNeverImportOneAnother() {
        for (var service : SERVICES) {
            if (!root.equals(ROOT + service)) {
                noClasses()
                        .should()
                        .dependOnClassesThat(resideInAPackage(ROOT + service + ".."))
                        .check(classes);
            }
        }
    }

    @Test
    void nothingBlocks() {
        noClasses().should().callMethod(Mono.class, "block").check(classes);
        noClasses().should().callMethod(Mono.class, "toFuture").check(classes);
        noClasses().should().callMethod(Flux.class, "blockLast").check(classes);
        noClasses().should().callMethod(Flux.class, "toIterable").check(classes);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(classes);
    }

    @Test
    void jdbcStaysInTheMigrations() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "jakarta.persistence..")
                .check(classes);
    }

    @Test
    void onlyTheNewJacksonIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
                .check(classes);
    }

    @Test
    void onlyTheLogKnowsKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("com.eventfulhq.common.log..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "reactor.kafka..")
                .check(classes);
    }

    @Test
    void namesSayWhatIsSpecial() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(classes);
    }

    @Test
    void whatIsNeededComesInThroughTheConstructor() {
        noFields().should().beAnnotatedWith(Autowired.class).check(classes);
        noMethods().should().beAnnotatedWith(Autowired.class).check(classes);
    }

    @Test
    void controllersNeverTouchTheDatabase() {
        noClasses()
                .that(simpleNameEndingWith("Controller"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.r2dbc..", "com.eventfulhq.common.database..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void filesStaySmall() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            var tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > MAX_LINES)
                    .toList();
            org.assertj.core.api.Assertions.assertThat(tooLong).isEmpty();
        }
    }

    private static long lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
