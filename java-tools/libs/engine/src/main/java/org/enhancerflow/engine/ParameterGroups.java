package org.enhancerflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parameters in the order in which the optimizer takes them: group by group, each with constants of its own.
 *
 * @param order indices of the parameters
 * @param groups in order; none is empty, since the fused optimizer refuses an empty group
 */
record ParameterGroups(List<Integer> order, List<Group> groups) {

    /**
     * Parameters with the same constants.
     *
     * @param size how many
     * @param decay their weight decay
     */
    record Group(int size, double decay) {}

    /** Those that decay, then those that do not. */
    static ParameterGroups of(List<ParameterSpec> specs, OptimizerSettings settings) {
        List<Integer> decaying = new ArrayList<>();
        List<Integer> plain = new ArrayList<>();
        IntStream.range(0, specs.size())
                .forEach(i -> (settings.decayAll() || specs.get(i).decays() ? decaying : plain).add(i));
        List<Integer> order = new ArrayList<>(decaying);
        order.addAll(plain);
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(decaying.size(), settings.weightDecay()));
        groups.add(new Group(plain.size(), 0));
        groups.removeIf(group -> group.size() == 0);
        return new ParameterGroups(List.copyOf(order), List.copyOf(groups));
    }

    long[] sizes() {
        return groups.stream().mapToLong(Group::size).toArray();
    }

    double[] decays() {
        return groups.stream().mapToDouble(Group::decay).toArray();
    }
}
