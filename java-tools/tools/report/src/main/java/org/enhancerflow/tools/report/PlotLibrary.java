package org.enhancerflow.tools.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Scripts that the page carries: Vega, Vega-Lite and Vega-Embed (BSD-3-Clause, from WebJars), then our own. */
enum PlotLibrary {
    VEGA("/META-INF/resources/webjars/vega/5.32.0/vega.min.js"),
    VEGA_LITE("/META-INF/resources/webjars/vega-lite/5.23.0/vega-lite.min.js"),
    VEGA_EMBED("/META-INF/resources/webjars/vega-embed/6.29.0/vega-embed.min.js"),
    THEME("theme.js"),
    KINDS("kinds.js"),
    FIGURES("figures.js"),
    EXPLORER("explorer.js"),
    START("start.js");

    private final String resource;

    PlotLibrary(String resource) {
        this.resource = resource;
    }

    /** The script, without the address of its source map, which a browser's tools would ask for. */
    String script() throws IOException {
        String script = Resource.text(resource).replaceAll("\\n?//# sourceMappingURL=\\S+", "");
        if (script.contains("</script") || script.contains("<!--")) {
            throw new IllegalStateException(resource + " cannot stand inside a script element");
        }
        return script;
    }

    /** Files beside the classes. */
    static final class Resource {
        private Resource() {}

        static String text(String name) throws IOException {
            try (InputStream in = PlotLibrary.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("the tool was built without " + name);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
