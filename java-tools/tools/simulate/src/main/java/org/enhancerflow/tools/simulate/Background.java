package org.enhancerflow.tools.simulate;

/** Independent bases of a given GC content. */
final class Background {
    private Background() {}

    /** Writes bases (0-3 for A, C, G, T) to {@code target[from, to)}. */
    static void draw(byte[] target, int from, int to, double gc, Randomness random) {
        // 16 random bits decide one base: four bases for one draw, and GC exact to 2^-16.
        int gcShare = (int) Math.round(gc * 0x8000);
        long bits = 0;
        for (int i = from; i < to; i++) {
            if (((i - from) & 3) == 0) {
                bits = random.bits();
            }
            int low = (int) (bits & 0xffff);
            bits >>>= 16;
            boolean second = (low & 1) != 0;
            boolean strong = (low >>> 1) < gcShare;
            target[i] = (byte) (strong ? (second ? 2 : 1) : (second ? 3 : 0));
        }
    }

    /** Probability of each base at a GC content as drawn, which is rounded to 2^-15. */
    static double[] probabilities(double gc) {
        double strong = Math.round(gc * 0x8000) / (double) 0x8000 / 2;
        double weak = 0.5 - strong;
        return new double[] {weak, strong, strong, weak};
    }
}
