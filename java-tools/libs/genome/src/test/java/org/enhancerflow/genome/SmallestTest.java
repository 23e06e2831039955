package org.enhancerflow.genome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SmallestTest {
    @Property(tries = 200)
    void smallestEqualsSorting(@ForAll @Size(min = 1, max = 60) List<Long> keys) {
        long[] sorted = keys.stream().mapToLong(Long::longValue).sorted().toArray();
        long[] given = keys.stream().mapToLong(Long::longValue).toArray();
        for (int i = 0; i < sorted.length; i++) {
            assertThat(Smallest.at(given, i)).isEqualTo(sorted[i]);
        }
    }

    @Property(tries = 100)
    void eachGroupIsCutWhereItsSortedKeysAre(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -5, max = 5) Integer> keys,
            @ForAll @IntRange(min = 1, max = 4) int groups) {
        long[][] sorted = IntStream.range(0, groups)
                .mapToObj(group -> IntStream.range(0, keys.size())
                        .filter(i -> i % groups == group)
                        .mapToLong(keys::get)
                        .sorted()
                        .toArray())
                .toArray(long[][]::new);
        for (int share = 0; share <= 4; share++) {
            long[] wanted = new long[groups];
            for (int group = 0; group < groups; group++) {
                wanted[group] = (long) sorted[group].length * share / 4;
            }
            Smallest.Cut[] cuts = Smallest.cuts(
                    visitor -> {
                        for (int i = 0; i < keys.size(); i++) {
                            visitor.visit(i % groups, keys.get(i));
                        }
                    },
                    wanted);
            for (int group = 0; group < groups; group++) {
                long limit = cuts[group].limit();
                long below =
                        Arrays.stream(sorted[group]).filter(key -> key < limit).count();
                assertThat(below + cuts[group].atLimit()).isEqualTo(wanted[group]);
                if (wanted[group] > 0) {
                    assertThat(limit).isEqualTo(sorted[group][(int) wanted[group] - 1]);
                }
            }
        }
    }
}
