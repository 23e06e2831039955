package org.enhancerflow.engine.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the named tensors in what a pickle made. */
final class StateDict {

    /** Under these names training programs keep the state dict, beside an epoch, an optimizer, … */
    private static final List<String> NESTED = List.of("state_dict", "model_state_dict", "model", "module");

    private StateDict() {}

    /**
     * The tensors of a state dict, which may lie one level down.
     *
     * @throws PickleException when there is no dict of tensors
     */
    static Map<String, TensorView> tensors(Object root) {
        if (!(root instanceof Map<?, ?> dict)) {
            throw new PickleException("holds no dict of named tensors");
        }
        if (dict.values().stream().noneMatch(TensorView.class::isInstance)) {
            for (String name : NESTED) {
                if (dict.get(name) instanceof Map<?, ?> inner
                        && inner.values().stream().anyMatch(TensorView.class::isInstance)) {
                    return named(inner);
                }
            }
            throw new PickleException("holds no dict of named tensors");
        }
        return named(dict);
    }

    private static Map<String, TensorView> named(Map<?, ?> dict) {
        Map<String, TensorView> tensors = new LinkedHashMap<>();
        dict.forEach((key, value) -> {
            if (!(key instanceof String name) || !(value instanceof TensorView view)) {
                throw new PickleException("holds an entry of its state dict that is no named tensor");
            }
            tensors.put(name, view);
        });
        return tensors;
    }
}
