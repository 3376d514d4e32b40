package io.dogpile.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;

class ArchitectureTests {

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.dogpile.spring");

    @Test
    void cachesNeedNoBoot() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.dogpile.spring.annotation..", "io.dogpile.spring.bulk..", "io.dogpile.spring.cache..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.dogpile.spring.boot..", "org.springframework.boot..")
                .check(MODULE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.dogpile.(**)").should().beFreeOfCycles().check(MODULE);
    }

    @Test
    void autoConfigurationsAreFinal() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .check(MODULE);
    }

    @Test
    void autoConfigurationsHaveNoPublicMembers() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .notBePublic()
                .check(MODULE);
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .bePublic()
                .allowEmptyShould(true)
                .check(MODULE);
    }

    @Test
    void wiringIsHidden() {
        classes()
                .that()
                .resideInAPackage("io.dogpile.spring.boot.autoconfigure")
                .and()
                .areNotAnnotatedWith(AutoConfiguration.class)
                .and()
                .doNotHaveSimpleName("RegionCustomizer")
                .should()
                .notBePublic()
                .check(MODULE);
    }

    @Test
    void propertiesAreOurs() {
        classes()
                .that()
                .areAnnotatedWith(ConfigurationProperties.class)
                .should()
                .resideInAPackage("io.dogpile.spring.boot.autoconfigure")
                .check(MODULE);
    }
}
