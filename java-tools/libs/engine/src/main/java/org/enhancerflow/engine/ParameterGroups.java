package org.enhancerflow.engine;

import java.util.ArrayList;
import java.util.Comparator;
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
     * @param rate their share of the learning rate
     */
    record Group(int size, double decay, double rate) {}

    /** Frozen ones are in no group. Of two groups at one rate, the one that decays comes first. */
    static ParameterGroups of(List<ParameterSpec> specs, OptimizerSettings settings) {
        List<Integer> order = IntStream.range(0, specs.size())
                .filter(i -> specs.get(i).trains())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -specs.get(i).rate())
                        .thenComparingDouble(i -> -decay(specs.get(i), settings)))
                .toList();
        List<Group> groups = new ArrayList<>();
        for (int i : order) {
            Group own = new Group(1, decay(specs.get(i), settings), specs.get(i).rate());
            int last = groups.size() - 1;
            if (last >= 0
                    && groups.get(last).decay() == own.decay()
                    && groups.get(last).rate() == own.rate()) {
                groups.set(last, new Group(groups.get(last).size() + 1, own.decay(), own.rate()));
            } else {
                groups.add(own);
            }
        }
        return new ParameterGroups(order, List.copyOf(groups));
    }

    private static double decay(ParameterSpec spec, OptimizerSettings settings) {
        return settings.decayAll() || spec.decays() ? settings.weightDecay() : 0;
    }

    long[] sizes() {
        return groups.stream().mapToLong(Group::size).toArray();
    }

    double[] rates(double learningRate) {
        return groups.stream().mapToDouble(group -> learningRate * group.rate()).toArray();
    }

    double[] decays() {
        return groups.stream().mapToDouble(Group::decay).toArray();
    }
}
