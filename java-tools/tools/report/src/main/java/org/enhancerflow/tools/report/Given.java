package org.enhancerflow.tools.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.enhancerflow.kit.UsageException;

/**
 * A file or folder given as {@code PATH} or {@code NAME=PATH}.
 *
 * @param name what the page calls it, or what it belongs to
 */
record Given(Optional<String> name, Path path) {

    /** Folders that a tool wrote. */
    static List<Given> folders(String option, List<String> texts, String tool) {
        return all(texts, Files::isDirectory, option, " is not a folder; give one that " + tool + " wrote");
    }

    /** Files that a tool wrote. */
    static List<Given> files(String option, List<String> texts, String tool) {
        return all(texts, Files::isRegularFile, option, " is not a file; give one that " + tool + " wrote");
    }

    private static List<Given> all(List<String> texts, Predicate<Path> right, String option, String problem) {
        List<Given> all = new ArrayList<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            boolean named = equals > 0 && !right.test(Path.of(text));
            Path path = Path.of(named ? text.substring(equals + 1) : text);
            if (!right.test(path)) {
                throw new UsageException("--" + option + ": " + path + problem);
            }
            all.add(new Given(named ? Optional.of(text.substring(0, equals)) : Optional.empty(), path));
        }
        return all;
    }
}
