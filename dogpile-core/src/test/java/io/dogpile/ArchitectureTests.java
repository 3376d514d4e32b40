package io.dogpile;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows run one way, the way a call travels: region to lock to backend, and memory to backend and codec. */
class ArchitectureTests {

    private static final JavaClasses CORE =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.dogpile");

    @Test
    void settingsIsALeaf() {
        mayUse("io.dogpile.settings");
    }

    @Test
    void codecIsALeaf() {
        mayUse("io.dogpile.codec");
    }

    @Test
    void backendKnowsOnlySettings() {
        mayUse("io.dogpile.backend", "io.dogpile.settings");
    }

    @Test
    void memoryKnowsTheBackendInterfaceAndCodecs() {
        mayUse("io.dogpile.memory", "io.dogpile.backend", "io.dogpile.codec", "io.dogpile.settings");
    }

    @Test
    void redisKnowsTheBackendInterfaceAndCodecs() {
        mayUse("io.dogpile.redis", "io.dogpile.backend", "io.dogpile.codec", "io.dogpile.settings");
    }

    @Test
    void lockKnowsOnlyBackends() {
        mayUse("io.dogpile.lock", "io.dogpile.backend");
    }

    @Test
    void regionKnowsNoKindOfBackend() {
        mayUse("io.dogpile.region", "io.dogpile.lock", "io.dogpile.backend", "io.dogpile.settings");
    }

    @Test
    void nothingBelowKnowsRegions() {
        noClasses()
                .that(resideInAPackage("io.dogpile..")
                        .and(resideInAPackage("io.dogpile.region..").negate()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.dogpile.region..")
                .check(CORE);
    }

    @Test
    void nothingKnowsSpring() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.dogpile.spring..")
                .check(CORE);
    }

    @Test
    void onlyMemoryKnowsCaffeine() {
        noClasses()
                .that(resideInAPackage("io.dogpile.memory..").negate())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.benmanes..")
                .check(CORE);
    }

    @Test
    void onlyRedisKnowsItsLibraries() {
        noClasses()
                .that(resideInAPackage("io.dogpile.redis..").negate())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..", "dev.failsafe..")
                .check(CORE);
    }

    @Test
    void onlyCodecsKnowJackson() {
        noClasses()
                .that(resideInAPackage("io.dogpile.codec..").negate())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml..")
                .check(CORE);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("io.dogpile.(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<JavaPackage> packages = CORE.getPackage("io.dogpile").getSubpackagesInTree().stream()
                .filter(each -> !each.getClasses().isEmpty())
                .toList();

        assertThat(packages)
                .hasSizeGreaterThan(5)
                .allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class))
                        .as("@NullMarked on package %s", each.getName())
                        .isTrue());
    }

    private static void mayUse(String from, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = from + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = others[i] + "..";
        }
        classes()
                .that()
                .resideInAPackage(from + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAPackage("io.dogpile..").negate().or(resideInAnyPackage(allowed)))
                .check(CORE);
    }
}
