package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first process of a task's container, here of a process namespace. The shell around the tool is Nextflow's, which handles no signal. */
class ContainedTest {
    private static final String TASK =
            """
            bash -c 'trap "sleep 1; echo saved; exit 143" TERM; echo started; sleep 60 & wait' &
            wait
            """;
    // A build in the background ignores SIGINT, and so would everything it starts.
    private static final List<String> NAMESPACE =
            List.of("env", "--default-signal=INT", "unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

    @BeforeAll
    static void namespaces() {
        List<String> command = new ArrayList<>(NAMESPACE);
        command.add("true");
        Assumptions.assumeTrue(
                Nextflow.start("contained", Map.of(), command).exit() == 0,
                "SKIPPED: a process namespace can be made by root only");
    }

    @Test
    void aSignalReachesTheToolAndTheContainerLastsUntilItsWorkIsSaved() throws Exception {
        for (String signal : new String[] {"TERM", "INT"}) {
            Process process = new ProcessBuilder(contained(TASK)).start();
            var output = process.getInputStream();
            assertThat(new String(output.readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("started\n");
            ProcessHandle first = process.children().findFirst().orElseThrow();
            new ProcessBuilder("kill", "-" + signal, Long.toString(first.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as(signal + " is heard")
                    .isTrue();
            assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("saved\n");
            assertThat(process.exitValue()).isEqualTo(143);
        }
    }

    @Test
    void anUndisturbedTaskKeepsItsExitCode() {
        for (int code : new int[] {0, 65, 75}) {
            assertThat(Nextflow.start("contained", Map.of(), contained("exit " + code))
                            .exit())
                    .isEqualTo(code);
        }
    }

    @Test
    void elsewhereItOnlyRunsTheCommand() {
        Outcome run = Nextflow.start(
                "contained",
                Map.of(),
                List.of(
                        Nextflow.ROOT.resolve("bin/contained").toString(),
                        "bash",
                        "-c",
                        "echo $0 \"$@\"; exit 3",
                        "a",
                        "b"));
        assertThat(run.output()).isEqualTo("a b\n");
        assertThat(run.exit()).isEqualTo(3);
    }

    private static List<String> contained(String script) {
        List<String> command = new ArrayList<>(NAMESPACE);
        command.addAll(List.of(Nextflow.ROOT.resolve("bin/contained").toString(), "bash", "-c", script));
        return command;
    }
}
