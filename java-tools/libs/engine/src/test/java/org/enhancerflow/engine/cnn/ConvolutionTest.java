package org.enhancerflow.engine.cnn;

import static org.assertj.core.api.Assertions.assertThat;

import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.RandomStream;
import org.enhancerflow.engine.Script;
import org.enhancerflow.engine.Tensor;
import org.enhancerflow.engine.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results and gradients against sums in double precision, in sizes that do and do not fill oneDNN's blocks. */
class ConvolutionTest {

    private static final int[] ROWS = {1, 2, 16};
    private static final int[] INPUTS = {1, 3, 8, 16, 24, 33};
    private static final int[] WIDTHS = {1, 3, 7};
    private static final int[] LENGTHS = {11, 50};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 24, 32, 33})
    void resultsAndGradientsAreThoseOfPlainSums(int outputs) {
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1)) {
            for (int width : WIDTHS) {
                for (int inputs : INPUTS) {
                    try (Script script = torch.script(script(new Convolution(inputs, outputs, width)))) {
                        for (int rows : ROWS) {
                            for (int length : LENGTHS) {
                                new Case(rows, inputs, outputs, width, length).check(torch, script);
                            }
                        }
                    }
                }
            }
        }
    }

    /** The convolution's results times {@code r} are added up; results, slopes of inputs and of weights come back behind each other. */
    private static String script(Convolution convolution) {
        return """
                def all(self, x: Tensor, w: Tensor, r: Tensor) -> Tensor:
                  x = torch.requires_grad_(torch.detach(x), True)
                  w = torch.requires_grad_(torch.detach(w), True)
                $CONVOLUTION  g = torch.grad([torch.sum(torch.mul(y, r))], [x, w], None, False, False, False)
                  gx = torch.flatten(unchecked_cast(Tensor, g[0]))
                  gw = torch.flatten(unchecked_cast(Tensor, g[1]))
                  return torch.cat([torch.flatten(torch.detach(y)), gx, gw])
                """
                .replace("$CONVOLUTION", convolution.statement("y", "x", "w"));
    }

    private record Case(int rows, int inputs, int outputs, int width, int length) {

        void check(Torch torch, Script script) {
            float[] x = random(rows * inputs * length, 1);
            float[] w = random(outputs * inputs * width, 2);
            float[] r = random(rows * outputs * length, 3);
            double[] expected = sums(x, w, r);
            try (Tensor xs = torch.floats(x, rows, inputs, length);
                    Tensor ws = torch.floats(w, outputs, inputs, width);
                    Tensor rs = torch.floats(r, rows, outputs, length);
                    Tensor result =
                            script.call("all").with(xs).with(ws).with(rs).compute()) {
                float[] got = result.toFloats();
                assertThat(got).hasSize(expected.length);
                double worst = 0;
                for (int i = 0; i < got.length; i++) {
                    worst = Math.max(worst, Math.abs(got[i] - expected[i]));
                }
                assertThat(worst).as("%s", this).isLessThan(1e-3);
            }
        }

        private double[] sums(float[] x, float[] w, float[] r) {
            double[] sums = new double[r.length + x.length + w.length];
            for (int row = 0; row < rows; row++) {
                for (int output = 0; output < outputs; output++) {
                    for (int at = 0; at < length; at++) {
                        add(x, w, r, row, output, at, sums);
                    }
                }
            }
            return sums;
        }

        private void add(float[] x, float[] w, float[] r, int row, int output, int at, double[] sums) {
            int y = (row * outputs + output) * length + at;
            int first = Math.max(0, width / 2 - at);
            int end = Math.min(width, length + width / 2 - at);
            for (int input = 0; input < inputs; input++) {
                for (int i = first; i < end; i++) {
                    int from = (row * inputs + input) * length + at + i - width / 2;
                    int by = (output * inputs + input) * width + i;
                    sums[y] += (double) x[from] * w[by];
                    sums[r.length + from] += (double) r[y] * w[by];
                    sums[r.length + x.length + by] += (double) r[y] * x[from];
                }
            }
        }

        private static float[] random(int size, long seed) {
            RandomStream random = RandomStream.of(seed, "convolution");
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = (float) random.nextNormal();
            }
            return values;
        }
    }
}
