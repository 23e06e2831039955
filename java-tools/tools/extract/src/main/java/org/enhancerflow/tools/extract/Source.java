package org.enhancerflow.tools.extract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.enhancerflow.kit.UsageException;

/**
 * One sample's file.
 *
 * @param label the class of all its records; empty where a column of the file gives it
 */
record Source(Path file, String sample, String label) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    /**
     * Pairs the repeated options, by their order, and sorts by label and sample: the result depends neither on the order
     * of the command line nor on how samples are batched.
     */
    static List<Source> pair(String option, List<Path> files, List<String> samples, List<String> labels) {
        if (files.size() != samples.size() || files.size() != labels.size()) {
            throw new UsageException("give --" + option + ", --sample and --label equally often: there are "
                    + files.size() + ", " + samples.size() + " and " + labels.size());
        }
        Set<String> seen = new HashSet<>();
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            requireName("sample", samples.get(i));
            if (!seen.add(samples.get(i))) {
                throw new UsageException(
                        "--sample " + samples.get(i) + " is given twice: give every file its own sample");
            }
            if (!labels.get(i).isEmpty()) {
                requireName("label", labels.get(i));
            }
            sources.add(new Source(files.get(i), samples.get(i), labels.get(i)));
        }
        sources.sort(Comparator.comparing(Source::label).thenComparing(Source::sample));
        return sources;
    }

    /** Names reach file names and tables, so that only plain ones are taken. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static void requireName(String option, String text) {
        if (!isName(text)) {
            throw new UsageException("--" + option + " is '" + text + "': use letters, digits, '.', '_' and '-' only");
        }
    }
}
