package org.enhancerflow.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A history's trials, parameter by parameter. Kept from draw to draw, it reads only the trials that are new or changed. */
final class Observations {
    private final List<String> names = new ArrayList<>();
    private final List<ObservedColumn> columns = new ArrayList<>();
    private final Map<String, Distribution> parameters;
    private @Nullable StudyTrial[] seen = new StudyTrial[0];
    private boolean[] whole = new boolean[0];

    Observations(Map<String, Distribution> parameters) {
        this.parameters = parameters;
        parameters.forEach((name, distribution) -> {
            names.add(name);
            columns.add(new ObservedColumn(distribution));
        });
    }

    Map<String, Distribution> parameters() {
        return parameters;
    }

    /** One for each parameter, in the order in which these were given. */
    List<ObservedColumn> columns() {
        return columns;
    }

    /** Takes up some trials as they are now. */
    void update(List<StudyTrial> trials) {
        for (StudyTrial trial : trials) {
            int number = trial.number();
            if (number >= seen.length) {
                seen = Arrays.copyOf(seen, Math.max(number + 1, 2 * seen.length));
                whole = Arrays.copyOf(whole, seen.length);
            }
            if (!Objects.equals(seen[number], trial)) {
                seen[number] = trial;
                read(trial);
            }
        }
    }

    private void read(StudyTrial trial) {
        boolean all = true;
        for (int i = 0; i < names.size(); i++) {
            Double internal = trial.parameters().get(names.get(i));
            all &= internal != null;
            columns.get(i).set(trial.number(), internal == null ? Double.NaN : internal);
        }
        whole[trial.number()] = all;
    }

    /** Whether a trial that was taken up has all parameters. */
    boolean isWhole(StudyTrial trial) {
        return whole[trial.number()];
    }

    /** A number above those of all trials taken up. */
    int end() {
        return seen.length;
    }
}
