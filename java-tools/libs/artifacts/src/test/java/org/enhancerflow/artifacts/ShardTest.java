package org.enhancerflow.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
    @Property
    void partsCoverEveryRowOnceInOrder(
            @ForAll @IntRange(min = 1, max = Shard.MOST) int count,
            @ForAll @LongRange(min = 0, max = 1L << 50) long rows) {
        long at = 0;
        for (int index = 1; index <= count; index++) {
            Shard shard = new Shard(index, count);
            assertThat(shard.from(rows)).isEqualTo(at);
            at = shard.to(rows);
            assertThat(at - shard.from(rows)).isBetween(rows / count, rows / count + 1);
        }
        assertThat(at).isEqualTo(rows);
    }

    @Property(tries = 200)
    void everyIdentityIsOfOnePart(@ForAll @IntRange(min = 1, max = Shard.MOST) int count, @ForAll long idHigh) {
        int parts = 0;
        for (int index = 1; index <= count; index++) {
            parts += new Shard(index, count).has(idHigh) ? 1 : 0;
        }
        assertThat(parts).isOne();
    }

    @Test
    void identitiesAscendThroughTheParts() {
        assertThat(new Shard(1, 3).has(0)).isTrue();
        assertThat(new Shard(1, 3).has(0x5555_5555_FFFF_FFFFL)).isTrue();
        assertThat(new Shard(2, 3).has(0x5555_5556_0000_0000L)).isTrue();
        assertThat(new Shard(3, 3).has(-1)).isTrue();
        assertThat(new Shard(Shard.MOST, Shard.MOST).has(-1)).isTrue();
        assertThat(Shard.WHOLE.has(Long.MIN_VALUE)).isTrue();
    }

    @Property
    void textIsReadBack(
            @ForAll @IntRange(min = 1, max = Shard.MOST) int a, @ForAll @IntRange(min = 1, max = Shard.MOST) int b) {
        Shard shard = new Shard(Math.min(a, b), Math.max(a, b));
        assertThat(Shard.parse(shard.text())).isEqualTo(shard);
        assertThat(shard.isWhole()).isEqualTo(shard.equals(Shard.WHOLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3", "0/3", "4/3", "1/0", "1/1025", "-1/3", "1/3/5", "a/b", " 1/3", "1/03", "1/99999999999"})
    void whatIsNoPartIsRefused(String text) {
        assertThatThrownBy(() -> Shard.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
