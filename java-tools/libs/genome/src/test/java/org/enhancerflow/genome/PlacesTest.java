package org.enhancerflow.genome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Contig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contig naming, interval sets and lift-over. */
class PlacesTest {
    @TempDir
    Path folder;

    @Test
    void namesOfTheOtherStyleAreFoundAndRemembered() {
        ContigNaming naming =
                new ContigNaming(List.of(new Contig("chr17", 1), new Contig("chrM", 1), new Contig("GL0001", 1)));
        assertThat(naming.indexOf("chr17")).isZero();
        assertThat(naming.translated()).isEmpty();
        assertThat(naming.indexOf("17")).isZero();
        assertThat(naming.indexOf("MT")).isEqualTo(1);
        assertThat(naming.indexOf("chrMT")).isEqualTo(1);
        assertThat(naming.indexOf("chrGL0001")).isEqualTo(2);
        assertThat(naming.indexOf("18")).isEqualTo(-1);
        assertThat(naming.translated())
                .containsExactly(
                        entry("17", "chr17"),
                        entry("MT", "chrM"),
                        entry("chrGL0001", "GL0001"),
                        entry("chrMT", "chrM"));
        assertThat(new ContigNaming(List.of(new Contig("MT", 1))).indexOf("chrM"))
                .isZero();
    }

    @Test
    void chromosomesAreCanonicalInBothStyles() {
        assertThat(List.of("chr1", "22", "X", "chrY", "chrM", "MT")).allMatch(ContigNaming::isCanonical);
        assertThat(List.of("chrUn_1", "chr1_random", "GL000192.1", "chr6_cox_hap2", "chr0", "hs37d5", "chr"))
                .noneMatch(ContigNaming::isCanonical);
    }

    @Test
    void overlapEqualsTheNaiveAnswer() throws IOException {
        Random random = new Random(3);
        StringBuilder bed = new StringBuilder();
        boolean[] covered = new boolean[400];
        for (int i = 0; i < 30; i++) {
            int start = random.nextInt(360);
            int end = start + 1 + random.nextInt(12);
            bed.append("1\t").append(start).append('\t').append(end).append('\n');
            java.util.Arrays.fill(covered, start, end, true);
        }
        bed.append("other\t1\t2\n");
        List<Contig> contigs = List.of(new Contig("chr1", 400), new Contig("chr2", 400));
        Path file = TestFiles.write(folder.resolve("b.bed"), bed.toString());
        IntervalSet set = IntervalSet.readBed(file, contigs, new ContigNaming(contigs));
        assertThat(set.unknownContigs()).isEqualTo(1);
        for (int start = -5; start < 395; start++) {
            for (int length = 1; length < 30; length++) {
                boolean expected = false;
                for (int at = Math.max(0, start); at < Math.min(400, start + length); at++) {
                    expected |= covered[at];
                }
                assertThat(set.overlaps(0, start, start + length)).isEqualTo(expected);
                assertThat(set.overlaps(1, start, start + length)).isFalse();
            }
        }
    }

    @Test
    void blacklistsOfTwoAssembliesAreRead() throws IOException {
        List<Contig> contigs = List.of(new Contig("chr20", 63_025_520));
        Path folderOfLists = TestFiles.shared("data/encode_blacklist");
        IntervalSet set = IntervalSet.readBed(
                folderOfLists.resolve("hg19-blacklist.v2.bed.gz"), contigs, new ContigNaming(contigs));
        assertThat(set.size()).isPositive();
        assertThat(set.unknownContigs()).isPositive();
    }

    @Test
    void basesAreLiftedThroughAChain() throws IOException {
        // 10 bases map 100 further on; then 5 bases are missing in the target; then 10 more bases map.
        Path chain = TestFiles.write(
                folder.resolve("x.chain"), "chain 1000 chr1 200 + 50 75 chr1 400 + 150 170 1\n10 5 0\n10\n\n");
        SummitLift lift = SummitLift.read(chain);
        assertThat(lift.lift("chr1", 50)).isEqualTo(new SummitLift.Place("chr1", 150));
        assertThat(lift.lift("1", 59)).isEqualTo(new SummitLift.Place("chr1", 159));
        assertThat(lift.lift("chr1", 60)).isNull();
        assertThat(lift.lift("chr1", 65)).isEqualTo(new SummitLift.Place("chr1", 160));
        assertThat(lift.lift("chr1", 49)).isNull();
        assertThat(lift.lift("chr2", 50)).isNull();
        assertThat(lift.lift("chr1", Long.MAX_VALUE / 2)).isNull();
    }

    @Test
    void fileThatIsNoChainIsRefused() {
        Path bad = TestFiles.write(folder.resolve("bad.chain"), "chain what is this\n");
        assertThatThrownBy(() -> SummitLift.read(bad))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not a chain file");
        Path empty = TestFiles.write(folder.resolve("empty.chain"), "");
        assertThatThrownBy(() -> SummitLift.read(empty)).isInstanceOf(BadInputException.class);
    }

    @Test
    void realChainLiftsAKnownBase() throws IOException {
        SummitLift lift = SummitLift.read(TestFiles.shared("data/liftover/b37ToHg38.over.chain.gz"));
        // rs429358 (APOE): b37 19:45411941, GRCh38 19:44908684, both 1-based.
        assertThat(lift.lift("chr19", 45_411_940)).isNotNull().satisfies(place -> assertThat(place.base())
                .isEqualTo(44_908_683));
    }
}
