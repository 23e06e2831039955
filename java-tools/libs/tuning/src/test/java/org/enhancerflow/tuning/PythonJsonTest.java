package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonJsonTest {
    @ParameterizedTest
    @CsvSource({
        "1e-05, 0.00001",
        "0.0001, 1e-4",
        "0.1, 0.1",
        "40.0, 40",
        "-2.5, -2.5",
        "1000000.0, 1e6",
        "1e+16, 1e16",
        "1234567890123456.0, 1234567890123456",
        "1.2345e-10, 1.2345e-10",
        "-1.5e+300, -1.5e300",
        "0.0, 0",
        "NaN, NaN",
        "Infinity, Infinity",
        "-Infinity, -Infinity"
    })
    void numbersLookAsPythonShowsThem(String expected, double value) {
        assertThat(PythonJson.number(value)).isEqualTo(expected);
    }

    @Property
    void everyNumberIsReadBackExactly(@ForAll double value) {
        assertThat(Double.parseDouble(PythonJson.number(value))).isEqualTo(value);
    }

    @Property
    void everyTextIsReadBackFromAscii(@ForAll String text) throws Exception {
        String json = PythonJson.compact(text);
        assertThat(json.chars()).allMatch(c -> c >= ' ' && c < 0x7F);
        assertThat(new ObjectMapper().readValue(json, String.class)).isEqualTo(text);
    }

    @Test
    void separatorsAreThoseOfJournalLinesAndOfDistributions() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("a", List.of(1, 2L));
        map.put("b", null);
        map.put("c", true);
        map.put("d", Arrays.asList(0.5, null, "µ"));
        assertThat(PythonJson.compact(map))
                .isEqualTo("{\"a\":[1,2],\"b\":null,\"c\":true,\"d\":[0.5,null,\"\\u00b5\"]}");
        assertThat(PythonJson.spaced(map))
                .isEqualTo("{\"a\": [1, 2], \"b\": null, \"c\": true, \"d\": [0.5, null, \"\\u00b5\"]}");
    }

    @Test
    void distributionsAreOptunasOwnText() {
        assertThat(DistributionText.write(new FloatDistribution(1e-5, 0.1, true, null)))
                .isEqualTo("{\"name\": \"FloatDistribution\", \"attributes\": "
                        + "{\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}");
        assertThat(DistributionText.write(new IntDistribution(8, 64, false, 8)))
                .isEqualTo("{\"name\": \"IntDistribution\", \"attributes\": "
                        + "{\"log\": false, \"step\": 8, \"low\": 8, \"high\": 64}}");
        assertThat(DistributionText.write(new CategoricalDistribution(Arrays.asList("a", null, 2L, 0.5, true))))
                .isEqualTo("{\"name\": \"CategoricalDistribution\", \"attributes\": "
                        + "{\"choices\": [\"a\", null, 2, 0.5, true]}}");
    }

    @Test
    void distributionsAreReadBack() {
        for (Distribution distribution : List.of(
                new FloatDistribution(1e-5, 0.1, true, null),
                new FloatDistribution(0, 0.5, false, 0.05),
                new IntDistribution(1, 1024, true, 1),
                new IntDistribution(-5, 5, false, 5),
                new CategoricalDistribution(Arrays.asList("a", null, 2L, 0.5, true)))) {
            assertThat(DistributionText.read(DistributionText.write(distribution)))
                    .isEqualTo(distribution);
        }
    }
}
