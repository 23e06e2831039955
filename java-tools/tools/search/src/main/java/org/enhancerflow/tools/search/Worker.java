package org.enhancerflow.tools.search;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.enhancerflow.kit.InterruptedRunException;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.tuning.RunningTrial;
import org.enhancerflow.tuning.Study;

/**
 * One of the workers of a study: takes the next trial, trains it, and goes on until the study has its number, whoever did
 * them. It does not end before: the trials that others are at are its own should their workers die.
 */
final class Worker {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Study study;
    private final TrialRunner runner;
    private final int trials;
    private final Run run;
    private int done;

    Worker(Study study, TrialRunner runner, int trials, Run run) {
        this.study = study;
        this.runner = runner;
        this.trials = trials;
        this.run = run;
    }

    /** @throws InterruptedRunException if a signal came: checkpoint and study are saved */
    void search() throws IOException {
        done = done();
        if (done > 0) {
            run.log(done + " of " + trials + " trials are done already");
        }
        boolean waits = false;
        try (Progress progress = run.progress("trials", Math.max(0, trials - done))) {
            while (done < trials) {
                if (run.interruption().requested()) {
                    throw new InterruptedRunException("the study keeps its " + done + " finished trials");
                }
                takeUpAbandoned();
                Optional<RunningTrial> trial = study.ask(trials);
                if (trial.isPresent()) {
                    runner.run(trial.get());
                } else if (!waits) {
                    run.log("other workers are at the last trials; waiting for them");
                    waits = true;
                } else {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                int before = done;
                done = done();
                progress.advance(done - before);
            }
        }
    }

    private void takeUpAbandoned() throws IOException {
        int abandoned = study.failAbandoned();
        if (abandoned > 0) {
            run.log(abandoned + " trial(s) of a worker that was killed are taken up again");
        }
    }

    /** Finished trials, by all workers; a study may have more than is asked for now. */
    private int done() throws IOException {
        return (int) study.settled().stream()
                .filter(trial -> Study.draw(trial) < trials)
                .count();
    }
}
