package org.enhancerflow.pipeline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which code may use which, as the table of the design says. */
class DirectionOfDependenciesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.enhancerflow");

    private static final Map<String, List<String>> MAY_USE = mayUse();

    private static Map<String, List<String>> mayUse() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        table.put("artifacts", List.of());
        table.put("kit", List.of("artifacts"));
        table.put("genome", List.of("artifacts", "kit"));
        table.put("tokenizers", List.of("artifacts"));
        table.put("statistics", List.of());
        table.put("engine", List.of("artifacts"));
        table.put("learning", List.of("engine", "statistics", "artifacts", "kit"));
        table.put("tuning", List.of());
        return table;
    }

    @Test
    void aLibraryUsesOnlyTheLibrariesItMay() {
        MAY_USE.forEach((library, allowed) -> {
            String[] ours = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(library) && !allowed.contains(other))
                    .map(other -> "org.enhancerflow." + other + "..")
                    .toArray(String[]::new);
            if (ours.length > 0) {
                noClasses()
                        .that(resideInAPackage("org.enhancerflow." + library + ".."))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(ours))
                        .allowEmptyShould(true)
                        .check(CLASSES);
            }
        });
    }

    @Test
    void aLibraryNeverUsesAToolOrTheTestkit() {
        noClasses()
                .that(resideInAnyPackage(MAY_USE.keySet().stream()
                        .map(library -> "org.enhancerflow." + library + "..")
                        .toArray(String[]::new)))
                .or(resideInAPackage("org.enhancerflow.tools.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.enhancerflow.testkit.."))
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("org.enhancerflow.."))
                .and(DescribedPredicate.not(resideInAPackage("org.enhancerflow.tools..")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.enhancerflow.tools.."))
                .check(CLASSES);
    }

    @Test
    void aToolNeverUsesATool() {
        SlicesRuleDefinition.slices()
                .matching("org.enhancerflow.tools.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void onlyTheEngineKnowsDjlAndOnlyTokenizersItsTokenizers() {
        DescribedPredicate<JavaClass> djl = resideInAPackage("ai.djl..");
        DescribedPredicate<JavaClass> tokenizers = resideInAPackage("ai.djl.huggingface..");
        noClasses()
                .that(resideInAPackage("org.enhancerflow.."))
                .and(DescribedPredicate.not(
                        resideInAnyPackage("org.enhancerflow.engine..", "org.enhancerflow.tokenizers..")))
                .should()
                .dependOnClassesThat(djl)
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("org.enhancerflow.tokenizers.."))
                .should()
                .dependOnClassesThat(djl.and(DescribedPredicate.not(tokenizers)))
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("org.enhancerflow.engine.."))
                .should()
                .dependOnClassesThat(tokenizers)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void noPackageIsCalledCommonOrUtils() {
        noClasses()
                .should()
                .resideInAnyPackage("..common..", "..utils..", "..util..")
                .check(CLASSES);
    }

    @Test
    void everyClassBelongsToALibraryOrATool() {
        classes()
                .should()
                .resideInAnyPackage(java.util.stream.Stream.concat(
                                MAY_USE.keySet().stream(), java.util.stream.Stream.of("tools", "testkit", "pipeline"))
                        .map(name -> "org.enhancerflow." + name + "..")
                        .toArray(String[]::new))
                .check(CLASSES);
        assertThat(CLASSES).isNotEmpty();
    }
}
