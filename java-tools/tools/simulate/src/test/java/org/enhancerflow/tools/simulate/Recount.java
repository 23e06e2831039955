package org.enhancerflow.tools.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a written data set with the plainest code there is, as strings. */
final class Recount {
    final Map<String, String> genome = new LinkedHashMap<>();
    final Map<String, Map<String, Long>> counts = new HashMap<>();
    final Map<String, Set<String>> surviving = new HashMap<>();
    private final Path folder;

    Recount(Path folder) throws IOException {
        this.folder = folder;
        readGenome();
        Map<String, Set<String>> canonical = new HashMap<>();
        for (String label : List.of("normal", "tumour")) {
            canonical.put(label, count(label));
        }
        for (String label : List.of("normal", "tumour")) {
            Set<String> other = canonical.getOrDefault(label.equals("normal") ? "tumour" : "normal", Set.of());
            Set<String> both = new HashSet<>(canonical.getOrDefault(label, Set.of()));
            both.retainAll(other);
            Set<String> left = new HashSet<>(canonical.getOrDefault(label, Set.of()));
            left.removeAll(other);
            surviving.put(label, left);
            put(label, "cross_class_removed", both.size());
            put(label, "survivors", left.size());
        }
    }

    private void readGenome() throws IOException {
        String name = "";
        StringBuilder bases = new StringBuilder();
        for (String line : Files.readAllLines(folder.resolve("genome.fa"))) {
            if (line.startsWith(">")) {
                genome.put(name, bases.toString());
                name = line.substring(1);
                bases.setLength(0);
            } else {
                bases.append(line);
            }
        }
        genome.put(name, bases.toString());
        genome.remove("");
    }

    /** A window's upper-case sequence, N beyond the contig's ends. */
    String window(String contig, long start) {
        String bases = genome.getOrDefault(contig, "");
        StringBuilder window = new StringBuilder();
        for (long at = start; at < start + 1000; at++) {
            window.append(at < 0 || at >= bases.length() ? 'N' : bases.charAt((int) at));
        }
        return window.toString().toUpperCase(Locale.ROOT);
    }

    static String canonical(String sequence) {
        StringBuilder reversed = new StringBuilder();
        for (int i = sequence.length() - 1; i >= 0; i--) {
            char base = sequence.charAt(i);
            reversed.append(
                    switch (base) {
                        case 'A' -> 'T';
                        case 'C' -> 'G';
                        case 'G' -> 'C';
                        case 'T' -> 'A';
                        default -> base;
                    });
        }
        return sequence.compareTo(reversed.toString()) <= 0 ? sequence : reversed.toString();
    }

    private Set<String> count(String label) throws IOException {
        List<String> kept = new ArrayList<>();
        for (int sample = 1; sample <= 3; sample++) {
            for (String line : Files.readAllLines(folder.resolve(label + "_" + sample + ".narrowPeak"))) {
                peak(label, line.split("\t", -1), kept);
            }
        }
        Set<String> forward = new HashSet<>(kept);
        Set<String> canonical = new HashSet<>();
        forward.forEach(sequence -> canonical.add(canonical(sequence)));
        put(label, "extracted", kept.size());
        put(label, "within_class_duplicates", kept.size() - forward.size());
        put(label, "reverse_complement_duplicates", forward.size() - canonical.size());
        return canonical;
    }

    private void peak(String label, String[] fields, List<String> kept) {
        put(label, "peaks", 1);
        if (!fields[0].matches("chr([0-9]+|[XYM])")) {
            put(label, "off_canonical_contigs", 1);
            return;
        }
        long start = Long.parseLong(fields[1]) + Long.parseLong(fields[9]) - 500;
        String sequence = window(fields[0], start);
        long unknown = sequence.chars().filter(c -> c == 'N').count();
        put(
                label,
                "past_contig_end",
                start < 0 || start + 1000 > genome.getOrDefault(fields[0], "").length() ? 1 : 0);
        put(label, "with_n", unknown > 0 ? 1 : 0);
        put(label, "all_n", unknown == 1000 ? 1 : 0);
        put(label, "dropped_for_n", unknown > 500 ? 1 : 0);
        if (unknown <= 500) {
            kept.add(sequence);
        }
    }

    private void put(String label, String key, long number) {
        counts.computeIfAbsent(key, k -> new HashMap<>()).merge(label, number, Long::sum);
    }
}
