package org.enhancerflow.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Pace pace = new Pace(2e9, 1e12, nanos::get);

    @Test
    void sequencesPerSecondAndShareOfPeakFollowFromTheTimeOfTheSteps() {
        assertThat(pace.text()).isEmpty();
        pass(1);
        pace.stepped(30);
        pass(1);
        pace.stepped(70);
        assertThat(pace.values())
                .containsExactly(entry("speed/sequences_per_second", 50.0), entry("speed/share_of_peak", 0.1));
        assertThat(pace.text()).isEqualTo(", 50.0 sequences/s, 10.0 % of peak");
    }

    @Test
    void anEvaluationDoesNotCount() {
        pass(1);
        pace.stepped(100);
        pass(99);
        pace.restart();
        assertThat(pace.values()).isEmpty();
        pass(2);
        pace.stepped(100);
        assertThat(pace.values()).containsEntry("speed/sequences_per_second", 50.0);
    }

    private void pass(long seconds) {
        nanos.addAndGet(seconds * 1_000_000_000);
    }
}
