package org.enhancerflow.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.enhancerflow.artifacts.TensorType;
import org.junit.jupiter.api.Test;

class UnpicklerTest {

    /** {@code {'a': tensor of 2 x 3}}, as torch.save writes it. */
    private static final String GOOD =
            "\u0080\u0002}q\0X\1\0\0\0actorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\n"
                    + "FloatStorage\nX\1\0\0\0"
                    + "0X\3\0\0\0cpuK\6tQK\0K\2K\3\u0086K\3K\1\u0086\u0089ccollections\nOrderedDict\n)RtRs.";

    private static Object read(String pickle) {
        return Unpickler.read(ByteBuffer.wrap(pickle.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aTensorIsDescribedNotMade() {
        TensorView.Storage storage = new TensorView.Storage(TensorType.F32, "0", 6);
        assertThat(read(GOOD)).isEqualTo(Map.of("a", new TensorView(storage, 0, List.of(2L, 3L), List.of(3L, 1L))));
    }

    @Test
    void numbersAreThoseOfPython() {
        assertThat(read("\u0080\2J\u00ff\u00ff\u00ff\u00ff.")).isEqualTo(-1L);
        assertThat(read("\u0080\2M\u00e9\3.")).isEqualTo(1001L);
        assertThat(read("\u0080\2\u008a\0.")).isEqualTo(0L);
        assertThat(read("\u0080\2\u008a\1\u00fe.")).isEqualTo(-2L);
        assertThat(read("\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."))
                .isEqualTo(new BigInteger("1950a86a20f9469cfc6c", 16));
        assertThat(read("\u0080\2G\u00bf\u00f8\0\0\0\0\0\0.")).isEqualTo(-1.5);
    }

    @Test
    void whatIsTooLargeOrOutsideItsStorageIsRefused() {
        assertRefused(GOOD.replace("K\6tQ", "K\5tQ"), "reaches beyond its storage");
        assertRefused(GOOD.replace("K\3K\1\u0086\u0089", "J\u00ff\u00ff\u00ff\u007fK\1\u0086\u0089"), "reaches beyond");
        assertRefused(GOOD.replace("K\2K\3\u0086", "\u008a\10\0\0\0\0\0\0\0@K\3\u0086"), "larger than any file");
        assertRefused(GOOD.replace("X\1\0\0\0a", "X\u00ff\u00ff\u00ff\u007fa"), "ends in the middle");
        assertRefused(GOOD.replace("FloatStorage", "UntypedStorage"), "asks for 'torch.UntypedStorage'");
        assertRefused(GOOD.replace("\u0080\2", "\u0080\5"), "protocol 5");
        assertRefused("\u0080\2(ios\nsystem\n.", "instruction INST");
        assertRefused("\u0080\2)0).", "instruction POP");
        assertRefused("\u0080\2}q\0h\0h\0s.", "keys are no names");
    }

    private static void assertRefused(String pickle, String why) {
        assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining(why);
    }

    /** Whatever a file holds, it ends in a value or in the one exception that becomes a line for the user. */
    @Property(tries = 3000)
    void noBytesMakeTheReaderFailInAnyOtherWay(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 125) Integer> places,
            @ForAll @Size(4) List<Byte> values) {
        byte[] bytes = GOOD.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < places.size(); i++) {
            bytes[places.get(i)] = values.get(i);
        }
        try {
            StateDict.tensors(Unpickler.read(ByteBuffer.wrap(bytes)));
        } catch (PickleException e) {
            assertThat(String.valueOf(e.getMessage())).isNotBlank().doesNotContain("\n");
        }
    }
}
