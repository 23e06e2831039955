package org.enhancerflow.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void rateAndTimeLeftAreTold() {
        assertThat(Progress.describe(500, 0, 2000, "windows", 10, "loss 0.61"))
                .isEqualTo("500 of 2,000 windows (25 %), 50/s, 30 s left, loss 0.61");
        assertThat(Progress.describe(3, 0, 0, "peaks", 1, "")).isEqualTo("3 peaks, 3.00/s");
        assertThat(Progress.describe(1, 0, 100_000, "steps", 1, "")).endsWith("27 h 46 min left");
    }

    @Test
    void whatARunResumesFromCountsButNotForItsRate() {
        assertThat(Progress.describe(1500, 1000, 2500, "sequences", 5, ""))
                .isEqualTo("1,500 of 2,500 sequences (60 %), 100/s, 10 s left");
    }
}
