package org.enhancerflow.testkit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.enhancerflow.kit.CommandLineRunner;
import org.enhancerflow.kit.Tool;

/**
 * One run of a tool inside the test's JVM.
 *
 * @param exit the exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record ToolRun(int exit, String out, String err) {

    /** Runs a tool; arguments are turned to text. */
    public static ToolRun of(Tool tool, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = String.valueOf(arguments[i]);
        }
        int exit = CommandLineRunner.run(
                tool,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                texts);
        return new ToolRun(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The same with a list of arguments. */
    public static ToolRun of(Tool tool, List<?> arguments) {
        return of(tool, arguments.toArray());
    }

    /** The lines on standard error. */
    public List<String> errors() {
        return err.lines().toList();
    }
}
