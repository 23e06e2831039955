package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that may succeed with more memory are tried again; others are not. */
class RetryTest {
    private static final Path FLAKY = Nextflow.ROOT.resolve("tests/src/test/resources/retry");

    @ParameterizedTest
    @ValueSource(ints = {75, 137})
    void aTaskThatAsksForItIsTriedAgainWithMoreMemory(int code) {
        Outcome run = flaky("retry-" + code, code);
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.output()).contains("attempt 2 with 4096 MB");
    }

    @Test
    void badDataIsNotTriedAgain() {
        Outcome run = flaky("retry-65", 65);
        assertThat(run.exit()).isNotZero();
        assertThat(run.output() + run.errors()).doesNotContain("attempt 2");
    }

    private static Outcome flaky(String name, int code) {
        return Nextflow.launch(
                name, "-q", "run", FLAKY.toString(), "-ansi-log", "false", "--code", Integer.toString(code));
    }
}
