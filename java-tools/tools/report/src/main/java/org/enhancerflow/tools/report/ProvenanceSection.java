package org.enhancerflow.tools.report;

import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Manifest;

/** Which tool made what from what: commands, seeds and digests of every manifest given. */
final class ProvenanceSection {
    private ProvenanceSection() {}

    static Html of(Contents contents) {
        Html html = new Html();
        html.element(
                "p",
                "EnhancerFlow " + String.join(", ", contents.versions())
                        + ". Digests are SHA-256; equal inputs, seeds and versions give equal outputs on the same kind of machine.");
        contents.command().ifPresent(command -> {
            html.element("p", "The whole run again, from a checkout of that version:");
            html.open("pre", "tabindex", "0");
            html.element("code", command.replace(" --", " \\\n  --")).close();
        });
        for (Map.Entry<String, List<Manifest>> tool : contents.byTool().entrySet()) {
            html.open("details");
            int runs = tool.getValue().size();
            html.element("summary", tool.getKey() + (runs > 1 ? ", " + runs + " runs" : ""));
            tool.getValue().forEach(manifest -> run(html, manifest));
            html.close();
        }
        return html;
    }

    private static void run(Html html, Manifest manifest) {
        html.open("pre", "tabindex", "0").element("code", command(manifest)).close();
        Table table = new Table("Files of " + manifest.tool(), "File", "", "SHA-256");
        manifest.inputs().forEach(file -> table.row(file.name(), "input", Numbers.shortDigest(file.sha256())));
        manifest.outputs().forEach(file -> table.row(file.name(), "output", Numbers.shortDigest(file.sha256())));
        html.add(table.html());
        Long seed = manifest.seed();
        html.element("p", "Version " + manifest.version() + (seed == null ? "" : ", seed " + seed) + ".");
    }

    /** The command as it can be typed again, but for the folders, which a manifest does not hold. */
    private static String command(Manifest manifest) {
        StringBuilder text = new StringBuilder("bin/jtool " + manifest.tool());
        for (Manifest.Argument argument : manifest.arguments()) {
            text.append(" \\\n  --").append(argument.option());
            if (!argument.value().equals("true")) {
                text.append(' ').append(quoted(argument.value()));
            }
        }
        return text.toString();
    }

    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9._/=:,@%+-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
