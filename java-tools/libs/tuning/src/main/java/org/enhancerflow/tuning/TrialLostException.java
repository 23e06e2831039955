package org.enhancerflow.tuning;

/**
 * A trial was ended by another worker: this one had given no sign of life for so long that it counted as dead, or a person
 * ended the trial. What it has trained is another attempt's to repeat.
 */
public final class TrialLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrialLostException(int draw) {
        super("trial " + draw + " was ended by another worker");
    }
}
