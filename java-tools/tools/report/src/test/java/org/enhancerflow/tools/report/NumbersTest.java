package org.enhancerflow.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.enhancerflow.artifacts.Estimate;
import org.junit.jupiter.api.Test;

final class NumbersTest {
    @Test
    void values_have_three_decimals_and_a_true_minus() {
        assertThat(Numbers.value(0.75949)).isEqualTo("0.759");
        assertThat(Numbers.value(-0.1114)).isEqualTo("\u22120.111");
        assertThat(Numbers.value(-0.0001)).isEqualTo("0.000");
        assertThat(Numbers.value(null)).isEqualTo("undefined");
    }

    @Test
    void intervals_are_left_out_where_they_say_nothing() {
        assertThat(Numbers.interval(new Estimate(0.5, 0.4, 0.6))).isEqualTo("0.400–0.600");
        assertThat(Numbers.interval(new Estimate(0.0, -0.1, 0.1))).isEqualTo("\u22120.100 to 0.100");
        assertThat(Numbers.interval(new Estimate(0.5, 0.5, 0.5))).isEmpty();
        assertThat(Numbers.interval(Estimate.of(0.5))).isEmpty();
    }

    @Test
    void parameters_are_shortened_to_five_digits() {
        assertThat(Numbers.significant(9.0213456e-6)).isEqualTo("9.0213e-06");
        assertThat(Numbers.significant(0.07)).isEqualTo("0.07");
        assertThat(Numbers.significant(1000)).isEqualTo("1,000");
    }

    @Test
    void text_that_html_forbids_or_that_turns_reading_order_is_replaced() {
        assertThat(Html.escape("a\u0000b\u202Ec")).isEqualTo("a\uFFFDb\uFFFDc");
        assertThat(Html.escape("<a href='x'>&\"")).isEqualTo("&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    }
}
