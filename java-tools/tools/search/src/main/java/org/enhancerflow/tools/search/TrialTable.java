package org.enhancerflow.tools.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Trial;
import org.enhancerflow.artifacts.Trials;
import org.enhancerflow.tuning.SearchSpace;
import org.enhancerflow.tuning.Study;
import org.enhancerflow.tuning.StudyTrial;

/** A study's finished trials as an artifact. A trial's number here is that of its draw, which no interruption changes. */
final class TrialTable {
    private TrialTable() {}

    /**
     * The first trials of a study.
     *
     * @param settled finished trials
     * @param trials draws from this one on are left out
     */
    static Trials of(List<StudyTrial> settled, SearchSpace space, int trials) {
        List<Trial> rows = new ArrayList<>();
        for (StudyTrial trial : settled) {
            if (Study.draw(trial) < trials) {
                rows.add(row(trial, space));
            }
        }
        return new Trials(List.copyOf(space.parameters().keySet()), rows);
    }

    private static Trial row(StudyTrial trial, SearchSpace space) {
        Map<String, String> parameters = new LinkedHashMap<>();
        space.values(trial.parameters()).forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        long step = trial.reports().isEmpty() ? -1 : trial.reports().lastKey();
        return new Trial(Study.draw(trial), trial.state().name(), trial.value(), step, trial.reports(), parameters);
    }
}
