package org.enhancerflow.tools.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.enhancerflow.artifacts.BestParameters;
import org.enhancerflow.kit.UsageException;

/** Settings as a user gives them: those of best.json, and over them those of {@code --set}. */
final class GivenSettings {

    private GivenSettings() {}

    /**
     * Joins both sources.
     *
     * @param best file of BEST
     * @param assignments of the form {@code key=value}
     * @throws UsageException when an assignment has no such form or sets a key twice
     */
    static Map<String, String> of(Optional<Path> best, List<String> assignments) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        if (best.isPresent()) {
            BestParameters.read(best.get())
                    .parameters()
                    .forEach((name, value) -> settings.put(name, String.valueOf(value)));
        }
        Map<String, String> own = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1 || equals == assignment.length() - 1) {
                throw new UsageException("--set " + assignment + " is not of the form key=value");
            }
            String key = assignment.substring(0, equals);
            if (own.put(key, assignment.substring(equals + 1)) != null) {
                throw new UsageException("--set gives " + key + " twice");
            }
        }
        settings.putAll(own);
        return settings;
    }
}
