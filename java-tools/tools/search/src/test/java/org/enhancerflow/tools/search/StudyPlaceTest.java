package org.enhancerflow.tools.search;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.enhancerflow.kit.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyPlaceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://host/db?user=me&password=hush",
                "jdbc:postgresql://host/db?PASSWORD=hush",
                "jdbc:postgresql://host/db?sslpassword=hush",
                "jdbc:postgresql://me:hush@host:5432/db"
            })
    void aPasswordInTheUrlIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> new StudyPlace(url))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("PGPASSWORD")
                .hasMessageNotContaining("hush");
    }

    @Test
    void otherDatabasesAreUnknown() {
        assertThatThrownBy(() -> new StudyPlace("jdbc:mysql://host/db")).hasMessageContaining("only PostgreSQL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://host:5432/db?user=me", "study.journal", "/data/password=/a@b.journal"})
    void pathsAndUrlsWithoutAPasswordAreFine(String text) {
        assertThatCode(() -> new StudyPlace(text)).doesNotThrowAnyException();
    }
}
