package org.enhancerflow.engine.cnn;

/**
 * A convolution over positions, as a statement of TorchScript.
 *
 * <p>oneDNN, which libtorch 2.7.1 convolves with on a CPU, keeps channels in blocks of 8 or 16. On some machines (seen on a virtual AMD EPYC
 * of family 26, Zen 5) it does not clear what remains of a last block: 24 inputs give wrong results, 3 outputs wrong gradients of the inputs,
 * without a word. Channels of zeros fill the last block here, so that nothing remains of it; they are left out of what comes back.
 *
 * @param inputs channels
 * @param outputs detectors
 * @param width positions that a detector sees; odd
 */
record Convolution(int inputs, int outputs, int width) {

    /** oneDNN's largest block. */
    private static final int BLOCK = 16;

    /**
     * The statement, indented: as many positions come back as went in, with zeros thought on either side.
     *
     * @param result name of the variable to assign, [rows, outputs, positions]
     * @param input name of a tensor, [rows, inputs, positions]
     * @param weight expression of a tensor, [outputs, inputs, width]
     */
    String statement(String result, String input, String weight) {
        int noInputs = Math.floorMod(-inputs, BLOCK);
        int noOutputs = Math.floorMod(-outputs, BLOCK);
        String x = noInputs == 0 ? input : "torch.constant_pad_nd(" + input + ", [0, 0, 0, " + noInputs + "], 0)";
        String w = noInputs + noOutputs == 0
                ? weight
                : "torch.constant_pad_nd(" + weight + ", [0, 0, 0, " + noInputs + ", 0, " + noOutputs + "], 0)";
        String y = "torch.conv1d(" + x + ", " + w + ", None, [1], [" + width / 2 + "])";
        return "  " + result + " = " + (noOutputs == 0 ? y : "torch.narrow(" + y + ", 1, 0, " + outputs + ")") + "\n";
    }
}
