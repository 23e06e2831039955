package org.enhancerflow.genome;

import java.util.Arrays;

/** The smallest of many evenly spread keys, such as {@link SeededKey}'s, without sorting them or holding them all. */
public final class Smallest {
    private static final int BUCKET_BITS = 16;

    private Smallest() {}

    /**
     * Keys in groups, which can be gone through as often as asked, always the same ones.
     *
     * @param <E> what may go wrong
     */
    @FunctionalInterface
    public interface Keys<E extends Exception> {
        /** Shows every key. */
        void forEach(Visitor visitor) throws E;
    }

    /** Is shown keys. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes a key of a group. */
        void visit(int group, long key);
    }

    /**
     * Where the smallest keys of a group end: those below the limit belong to them, and some of those that equal it.
     *
     * @param limit a key of the group
     * @param atLimit how many of the keys equal to it
     */
    public record Cut(long limit, long atLimit) {}

    /** The value that would stand at {@code index} were the keys sorted (as signed numbers). */
    public static long at(long[] keys, int index) {
        return cuts(
                visitor -> {
                    for (long key : keys) {
                        visitor.visit(0, key);
                    }
                },
                index + 1L)[0]
                .limit();
    }

    /**
     * Cuts the smallest keys of each group off, all groups at once. Counts the keys by their upper bits, then sorts the one
     * bucket that holds the last of them: linear in time and small in memory (512 kB a group) for evenly spread keys, right
     * for any. Goes through the keys twice.
     *
     * @param wanted how many of each group, 1 to the group's size; 0: the group is of no interest
     * @return for each group where they end; of a group without interest, a cut before all keys
     */
    public static <E extends Exception> Cut[] cuts(Keys<E> keys, long... wanted) throws E {
        Group[] groups = Arrays.stream(wanted).mapToObj(Group::new).toArray(Group[]::new);
        keys.forEach((group, key) -> groups[group].count(key));
        for (Group group : groups) {
            group.choose();
        }
        keys.forEach((group, key) -> groups[group].gather(key));
        return Arrays.stream(groups).map(Group::cut).toArray(Cut[]::new);
    }

    /** One group's keys: first counted in buckets, then those of the bucket that holds the last one wanted. */
    private static final class Group {
        private static final long[] NONE = {};

        private final long[] sizes;
        private long wanted;
        private int chosen;
        private long[] bucket = NONE;
        private int filled;

        Group(long wanted) {
            this.wanted = wanted;
            this.sizes = wanted == 0 ? NONE : new long[1 << BUCKET_BITS];
        }

        void count(long key) {
            if (wanted > 0) {
                sizes[bucket(key)]++;
            }
        }

        /** From now on {@code wanted} counts within the chosen bucket. */
        void choose() {
            if (wanted > 0) {
                while (sizes[chosen] < wanted) {
                    wanted -= sizes[chosen++];
                }
                bucket = new long[Math.toIntExact(sizes[chosen])];
            }
        }

        void gather(long key) {
            if (wanted > 0 && bucket(key) == chosen) {
                bucket[filled++] = key;
            }
        }

        Cut cut() {
            if (wanted == 0) {
                return new Cut(Long.MIN_VALUE, 0);
            }
            Arrays.sort(bucket);
            int last = (int) wanted - 1;
            int first = last;
            while (first > 0 && bucket[first - 1] == bucket[last]) {
                first--;
            }
            return new Cut(bucket[last], last - first + 1L);
        }
    }

    private static int bucket(long key) {
        return (int) ((key ^ Long.MIN_VALUE) >>> (Long.SIZE - BUCKET_BITS));
    }
}
