package org.enhancerflow.tools.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.tools.simulate.LayerCounts.Count;

/**
 * {@code truth.json}: what was planted. Maps are keyed by label. README.md defines every count.
 *
 * @param oracleRocAuc of the oracle over all surviving windows
 */
record Truth(
        Parameters parameters,
        List<Contig> contigs,
        List<Sample> samples,
        Map<String, Long> peaks,
        Map<String, Long> offCanonicalContigs,
        Map<String, Long> pastContigEnd,
        Map<String, Long> withN,
        Map<String, Long> allN,
        Map<String, Long> droppedForN,
        Map<String, Long> extracted,
        Map<String, Long> withinClassDuplicates,
        Map<String, Long> reverseComplementDuplicates,
        Map<String, Long> crossClassRemoved,
        Map<String, Long> survivors,
        double oracleRocAuc,
        List<PlantedElement> grammar) {

    /** What the data set was made with; {@code maxN} is the share of N that counts as too much. */
    record Parameters(int genomeMb, int peaks, long seed, int window, double maxN, String positiveLabel) {}

    /** A sample; {@code peaks} is the number of lines of its file. */
    record Sample(String name, String label, long peaks) {}

    /** An element of the grammar, with its rate per kilobase and both strands in each class. */
    record PlantedElement(String name, int length, Map<String, Double> perKilobase, List<PlantedMotif> motifs) {}

    /** A motif within an element: 0-based offset, and the probabilities of A, C, G, T by position. */
    record PlantedMotif(String name, int offset, List<List<Double>> weights) {}

    static Truth of(
            SimulationConfig config,
            List<Contig> contigs,
            List<Sample> samples,
            LayerCounts counts,
            double oracle,
            Grammar grammar) {
        return new Truth(
                new Parameters(
                        config.genomeMegabases(),
                        config.peaks(),
                        config.seed(),
                        Dataset.WINDOW,
                        Dataset.MAX_N,
                        Dataset.LABELS.get(1)),
                contigs,
                samples,
                counts.byLabel(Count.PEAKS),
                counts.byLabel(Count.OFF_CANONICAL_CONTIGS),
                counts.byLabel(Count.PAST_CONTIG_END),
                counts.byLabel(Count.WITH_N),
                counts.byLabel(Count.ALL_N),
                counts.byLabel(Count.DROPPED_FOR_N),
                counts.byLabel(Count.EXTRACTED),
                counts.byLabel(Count.WITHIN_CLASS_DUPLICATES),
                counts.byLabel(Count.REVERSE_COMPLEMENT_DUPLICATES),
                counts.byLabel(Count.CROSS_CLASS_REMOVED),
                counts.byLabel(Count.SURVIVORS),
                oracle,
                planted(grammar));
    }

    /** Elements come as pairs of strands; the forward one stands for both. */
    private static List<PlantedElement> planted(Grammar grammar) {
        List<PlantedElement> planted = new ArrayList<>();
        for (int i = 0; i < grammar.elements().size(); i += 2) {
            Element element = grammar.elements().get(i);
            Map<String, Double> rates = new LinkedHashMap<>();
            for (int label = 0; label < element.rates().size(); label++) {
                double perKilobase = element.rates().get(label) * 2 * 1000;
                rates.put(Dataset.LABELS.get(label), Math.round(perKilobase * 1e6) / 1e6);
            }
            List<PlantedMotif> motifs = element.parts().stream()
                    .map(part -> new PlantedMotif(part.motif().name(), part.offset(), rounded(part.motif())))
                    .toList();
            planted.add(new PlantedElement(element.name(), element.length(), rates, motifs));
        }
        return planted;
    }

    private static List<List<Double>> rounded(Motif motif) {
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < motif.length(); i++) {
            List<Double> values = new ArrayList<>();
            for (int base = 0; base < 4; base++) {
                values.add(Math.round(motif.weight(i, base) * 1e6) / 1e6);
            }
            rows.add(values);
        }
        return rows;
    }
}
