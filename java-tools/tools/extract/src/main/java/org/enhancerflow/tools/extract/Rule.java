package org.enhancerflow.tools.extract;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.enhancerflow.kit.Run;

/** What can happen to a peak on its way to a window; each is counted in the manifest under its name in lower case. */
enum Rule {
    PEAKS_READ,
    SAMPLES_TOO_SMALL,
    PEAKS_OF_SAMPLES_TOO_SMALL,
    CONTIG_UNKNOWN,
    CONTIG_NOT_SELECTED,
    NO_SUMMIT_MIDPOINT,
    NO_SUMMIT_DROPPED,
    LIFTED,
    LIFT_UNMAPPED,
    BLACKLISTED,
    EDGE_PADDED,
    EDGE_DROPPED,
    ALL_N_DROPPED,
    MAX_N_DROPPED,
    WINDOWS_WITH_N,
    WINDOWS;

    /** How often each rule applied. Not thread-safe. */
    static final class Counts {
        private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);

        void add(Rule rule) {
            add(rule, 1);
        }

        void add(Rule rule, long times) {
            counts.merge(rule, times, Long::sum);
        }

        void add(Counts other) {
            other.counts.forEach(this::add);
        }

        long of(Rule rule) {
            return counts.getOrDefault(rule, 0L);
        }

        void writeTo(Run run) {
            for (Rule rule : values()) {
                run.count(rule.name().toLowerCase(Locale.ROOT), of(rule));
            }
        }
    }
}
