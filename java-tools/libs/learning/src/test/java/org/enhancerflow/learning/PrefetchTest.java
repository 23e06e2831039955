package org.enhancerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.enhancerflow.engine.Batch;
import org.junit.jupiter.api.Test;

class PrefetchTest {

    private static List<Batch> rows(int count) {
        return List.of(new Batch(new long[count], new int[count], 1, new long[count]));
    }

    @Test
    void theNextStepIsMadeOnAnotherThreadBeforeItIsAskedFor() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(2);
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Prefetch.Source source = (step, limit) -> {
            threads.add(Thread.currentThread());
            second.countDown();
            return rows((int) step);
        };
        try (Prefetch ahead = new Prefetch(source, 2)) {
            assertThat(ahead.step(1, 16).get(0).rows()).isEqualTo(1);
            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ahead.step(2, 16).get(0).rows()).isEqualTo(2);
        }
        assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
    }

    @Test
    void aStepIsMadeAgainWhenLessFits() {
        try (Prefetch ahead = new Prefetch((step, limit) -> rows(limit), 9)) {
            assertThat(ahead.step(1, 16).get(0).rows()).isEqualTo(16);
            assertThat(ahead.step(2, 8).get(0).rows()).isEqualTo(8);
            assertThat(ahead.step(2, 4).get(0).rows()).isEqualTo(4);
        }
    }

    @Test
    void whatGoesWrongOnItsThreadIsThrownWhereTheBatchesAreAskedFor() {
        Prefetch.Source source = (step, limit) -> {
            throw new IllegalStateException("damaged at step " + step);
        };
        try (Prefetch ahead = new Prefetch(source, 9)) {
            assertThatThrownBy(() -> ahead.step(3, 16))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("damaged at step 3");
        }
    }
}
