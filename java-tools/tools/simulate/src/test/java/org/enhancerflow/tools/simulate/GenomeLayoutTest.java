package org.enhancerflow.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.enhancerflow.tools.simulate.GenomeLayout.Block;
import org.enhancerflow.tools.simulate.GenomeLayout.ContigPlan;
import org.junit.jupiter.api.Test;

class GenomeLayoutTest {
    private static GenomeLayout layout(int megabases, int seed) {
        return new GenomeLayout(new SimulationConfig(megabases, 100, seed));
    }

    @Test
    void everySeedHasALayoutInWhichCopiesAreOfOriginalsOfTheirLength() {
        for (int seed = 0; seed < 300; seed++) {
            GenomeLayout layout = layout(1, seed);
            for (int b = 0; b < layout.blocks(); b++) {
                Block block = layout.block(b);
                if (block.isCopy()) {
                    Block original = layout.block(block.content());
                    assertThat(original.isCopy() || original.isGap()).isFalse();
                    assertThat(original.length()).isEqualTo(block.length());
                    assertThat(original.number()).isLessThan(b);
                }
            }
        }
    }

    @Test
    void contigsAreAsLongAsTheirBlocksAndTheGenomeAsLongAsAsked() {
        for (int megabases : new int[] {1, 4, 50, 1000}) {
            GenomeLayout layout = layout(megabases, 42);
            long total = 0;
            int next = 0;
            for (ContigPlan contig : layout.contigs()) {
                assertThat(contig.firstBlock()).isEqualTo(next);
                next += contig.blocks();
                total += contig.length();
                long blocks = IntStream.range(contig.firstBlock(), next)
                        .mapToLong(b -> layout.block(b).length())
                        .sum();
                assertThat(contig.length()).isEqualTo(blocks);
            }
            assertThat(next).isEqualTo(layout.blocks());
            assertThat(total).isBetween(megabases * 1_000_000L * 97 / 100, megabases * 1_000_000L + 110_000);
        }
    }

    @Test
    void oneBlockInTwentyIsACopyAndHalfOfTheCopiesAreInverted() {
        GenomeLayout layout = layout(200, 42);
        List<Block> copies = IntStream.range(0, layout.blocks())
                .mapToObj(layout::block)
                .filter(Block::isCopy)
                .toList();
        long inverted = copies.stream().filter(Block::inverted).count();
        assertThat(copies.size() / (double) layout.blocks()).isCloseTo(0.05, within(0.01));
        assertThat(inverted / (double) copies.size()).isCloseTo(0.5, within(0.1));
    }
}
