package org.enhancerflow.engine;

import java.util.List;
import org.enhancerflow.engine.dnabert2.Dnabert2;

/** Opens what a network calculates on its way to tests of other packages. */
public final class Insight {

    private static final String STATES =
            """
            def states(self, p: List[Tensor], ids: Tensor, mask: Tensor, labels: Tensor, kind: int, layers: int) -> List[Tensor]:
              w = annotate(List[Tensor], [])
              for i in range(torch.len(p)):
                _0 = torch.append(w, torch.to(p[i], kind))
              x = (self).embeddings(w, ids, False, )
              found = [x]
              bias = (self).alibi(x, torch.size(ids, 1), mask, )
              for i in range(layers):
                x = (self).layer(w, 4 + i * 11, x, torch.size(ids, 0), bias, False, False, )
                _1 = torch.append(found, x)
              _2 = torch.append(found, (self).pooled(w, (self).firsts(x, torch.size(ids, 0), ), ))
              _3 = torch.append(found, (self).logits(w, ids, mask, False, ))
              _4 = torch.append(found, torch.unsqueeze(torch.cross_entropy_loss(found[-1], labels, None, 1, -100, 0.0), 0))
              made = annotate(List[Tensor], [])
              for i in range(torch.len(found)):
                # Two floats carry a double: the nearest one, and what is left.
                high = torch.to(found[i], 6)
                _5 = torch.append(made, torch.stack([high, torch.to(torch.sub(found[i], high), 6)]))
              return made
            """;

    private Insight() {}

    /** Gradients of the mean loss of a batch, without dropout, in the order of the parameters. */
    public static List<float[]> gradients(Network network, Batch batch) {
        return network.gradients(batch);
    }

    /**
     * Everything a DNABERT-2 passes through, from its own script, in single (6) or double (7) precision: the states after the embeddings and after
     * each layer, the pooled vectors, the logits, and the mean loss.
     */
    public static List<double[]> states(Torch torch, Dnabert2 model, List<float[]> values, Batch batch, int kind) {
        try (Script script = torch.script(model.script() + STATES);
                TensorList parameters = new TensorList(java.util.stream.IntStream.range(0, values.size())
                        .mapToObj(i -> torch.floats(
                                values.get(i), model.parameters().get(i).dimensions()))
                        .toList());
                Tensor ids = torch.longs(batch.ids(), batch.rows(), batch.length());
                Tensor mask = batch.padded()
                        ? torch.floats(batch.mask(), batch.rows(), batch.length())
                        : torch.floats(new float[0], 0);
                Tensor labels = torch.longs(batch.labels(), batch.rows());
                TensorList states = script.call("states")
                        .with(parameters)
                        .with(ids)
                        .with(mask)
                        .with(labels)
                        .with((long) kind)
                        .with((long) model.layers())
                        .computeList()) {
            return java.util.stream.IntStream.range(0, states.size())
                    .mapToObj(i -> joined(states.get(i).toFloats()))
                    .toList();
        }
    }

    private static double[] joined(float[] highAndLow) {
        double[] values = new double[highAndLow.length / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = (double) highAndLow[i] + highAndLow[values.length + i];
        }
        return values;
    }
}
