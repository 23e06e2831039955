package org.enhancerflow.engine;

import java.util.List;
import java.util.Map;

/**
 * A model family with all its sizes fixed: what its parameters are, and how logits follow from them. Implementations are records that
 * hold their configuration and nothing else.
 */
public interface Architecture {

    /** The family's name on the command line: {@code cnn}, {@code dnabert2}. */
    String family();

    /** Number of classes. */
    int labels();

    /** Number of token ids. */
    int vocabulary();

    /** The parameters, in the order in which the script gets them. */
    List<ParameterSpec> parameters();

    /** What goes into config.json: everything that {@link Family#read} needs to build an equal architecture. */
    Map<String, Object> configuration();

    /**
     * TorchScript methods in the serialised dialect, among them
     *
     * <pre>{@code def logits(self, p: List[Tensor], ids: Tensor, mask: Tensor, train: bool) -> Tensor}</pre>
     *
     * with {@code p} the parameters in order, {@code ids} int64 [batch, length], {@code mask} float [batch, length] (1 for a token, 0 for
     * padding) or without elements when nothing is padded, and a result [batch, labels]. Dropout applies when {@code train} is true and
     * draws from libtorch's generator.
     */
    String script();

    /** Whether rows of different length may share a batch, padded and masked; otherwise a batch holds one length only. */
    boolean acceptsPadding();

    /**
     * Floating-point operations of one sequence's way forward, counting a multiplication and an addition as two. Products of matrices and
     * convolutions only: what can be compared with a device's peak.
     *
     * @param tokens length of the sequence
     */
    double operations(int tokens);

    /**
     * The same of a training step: backward, gradients of a layer's input and of its weights take as many operations each as the way
     * forward.
     *
     * @param tokens length of the sequence
     */
    default double trainingOperations(int tokens) {
        return 3 * operations(tokens);
    }
}
