package org.enhancerflow.genome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.enhancerflow.artifacts.Contig;

/**
 * Finds a reference's contigs by the names other files use: '17' for 'chr17', 'MT' for 'chrM' and the other way round.
 * Remembers which names it translated, to be reported. For one thread.
 */
public final class ContigNaming {
    private static final Pattern CANONICAL = Pattern.compile("(chr)?([1-9][0-9]?|X|Y|M|MT)");

    private final Map<String, Integer> indices = new HashMap<>();
    private final SortedMap<String, String> translated = new TreeMap<>();

    public ContigNaming(List<Contig> contigs) {
        for (Contig contig : contigs) {
            indices.put(contig.name(), indices.size());
        }
    }

    /** Index of the contig that {@code name} means, or -1. */
    public int indexOf(String name) {
        Integer exact = indices.get(name);
        if (exact != null) {
            return exact;
        }
        for (String other : otherNames(name)) {
            Integer index = indices.get(other);
            if (index != null) {
                translated.put(name, other);
                return index;
            }
        }
        return -1;
    }

    /** Names met so far that the reference writes differently, with the reference's name, sorted. */
    public SortedMap<String, String> translated() {
        return Collections.unmodifiableSortedMap(translated);
    }

    /** Whether a name is a chromosome's in either style (1-99, X, Y, M): not a patch, an alternate locus or a loose contig. */
    public static boolean isCanonical(String name) {
        return CANONICAL.matcher(name).matches();
    }

    /** The same contig's names in the other styles. */
    public static List<String> otherNames(String name) {
        boolean prefixed = name.startsWith("chr");
        String bare = prefixed ? name.substring(3) : name;
        List<String> names = new ArrayList<>();
        for (String each : bare.equals("M") || bare.equals("MT") ? List.of("M", "MT") : List.of(bare)) {
            names.add("chr" + each);
            names.add(each);
        }
        names.remove(name);
        return names;
    }
}
