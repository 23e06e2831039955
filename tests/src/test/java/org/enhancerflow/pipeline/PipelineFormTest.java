package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pipeline as text: it lints, its profiles resolve, its stubs connect. */
class PipelineFormTest {

    @Test
    void lintFindsNothing() {
        String[] places = Stream.of("main.nf", "nextflow.config", "modules", "workflows", "conf")
                .map(place -> Nextflow.ROOT.resolve(place).toString())
                .toArray(String[]::new);
        Outcome lint = Nextflow.launch(
                "lint", Stream.concat(Stream.of("lint"), Stream.of(places)).toArray(String[]::new));
        assertThat(lint.exit()).as(lint.output() + lint.errors()).isZero();
        assertThat(lint.output()).doesNotContain("warning");
    }

    // What a CUDA device is called differs; only the profiles of clusters ask for one by themselves.
    @ParameterizedTest
    @CsvSource({
        "standard, ENHANCERFLOW_MEMORY_MB",
        "demo, ENHANCERFLOW_MEMORY_MB",
        "docker, --gpus ${params.gpus}",
        "podman, nvidia.com/gpu=all",
        "paper, zhihan1996/DNABERT-2-117M",
        "singularity, --nv",
        "apptainer, --nv",
        "charliecloud, writeFake = false",
        "slurm, --gres=gpu:",
        "pbs, ngpus=${params.gpus}",
        "sge, -l ${params.sge_gpu}=${params.gpus}",
        "lsf, -gpu 'num=${params.gpus}",
        "awsbatch, accelerator = { params.gpus",
        "k8s, nvidia.com/gpu",
        "google, nvidia-tesla-t4",
        "azure, machineType",
        "paper, DNABERT-2-117M",
        "'slurm,apptainer', --gres=gpu:",
        "'demo,docker', --gpus ${params.gpus}"
    })
    void everyProfileResolvesAndThoseOfOtherMachinesAskForACudaDevice(String profile, String expected) {
        Outcome config = Nextflow.launch(
                "config-" + profile.replace(',', '-'), "config", Nextflow.ROOT.toString(), "-profile", profile);
        assertThat(config.exit()).as(config.errors()).isZero();
        assertThat(config.output()).contains("withLabel:light", expected);
    }

    // Each executor has its own words; the task itself runs on this machine.
    @ParameterizedTest
    @CsvSource({
        "slurm, accelerator=2 type=null machineType=null queue=null options=--gres=gpu:a100:2",
        "lsf, accelerator=2 type=null machineType=null queue=null options=-gpu 'num=2:gmodel=a100'",
        "awsbatch, accelerator=2 type=null machineType=null queue=a100 options=null",
        "k8s, accelerator=2 type=a100 machineType=null queue=null options=null",
        "google, accelerator=2 type=a100 machineType=null queue=null options=null",
        "azure, accelerator=null type=null machineType=a100 queue=null options=null"
    })
    void gpuTasksAskForDevicesByTypeAndCountAndOthersForNone(String profile, String asked) {
        assertThat(directives(profile, Map.of()))
                .containsExactlyInAnyOrder(
                        "gpu: " + asked, "light: accelerator=null type=null machineType=null queue=null options=null");
    }

    // A queue may start scripts with another shell, and qsub hands on no variable that is not named.
    @ParameterizedTest
    @CsvSource({"sge, 'gpu=2,gpu_type=a100'", "pbs, select=1:ncpus=2:mem=16384mb:ngpus=2:gpu_model=a100"})
    void qsubIsAskedForBashAndForWhatTasksReadOfTheEnvironment(String profile, String devices) {
        List<String> asked = directives(profile, Map.of("PYTORCH_FLAVOR", "cu128", "PGPASSWORD", "secret"));
        String variables = "PATH(,JAVA_HOME)?(,ENHANCERFLOW_LIBTORCH)?(,ENHANCERFLOW_JVM_ARGS)?(,PYTORCH_VERSION)?"
                + ",PYTORCH_FLAVOR(,DJL_CACHE_DIR)?";
        assertThat(asked).hasSize(2);
        assertThat(asked)
                .filteredOn(line -> line.startsWith("gpu: accelerator=2 "))
                .singleElement()
                .asString()
                .matches(".* options=-S /bin/bash -v " + variables + " -l " + devices);
        assertThat(asked)
                .filteredOn(line -> line.startsWith("light: accelerator=null "))
                .singleElement()
                .asString()
                .matches(".* options=-S /bin/bash -v " + variables);
    }

    private static List<String> directives(String profile, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.putAll(Map.of("NXF_OFFLINE", "true", "NXF_PLUGINS_DEFAULT", "false"));
        Outcome run = Nextflow.launch(
                "directives-" + profile,
                environment,
                "-q",
                "run",
                Nextflow.ROOT.resolve("tests/src/test/resources/directives").toString(),
                "-profile",
                profile,
                "-process.executor=local",
                "-ansi-log",
                "false",
                "--gpus",
                "2",
                "--gpu_type",
                "a100");
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        return run.output().lines().toList();
    }

    @Test
    void stubsConnectFromInputToReport() {
        Outcome run = Nextflow.pipeline("stub", "-profile", "demo", "-stub");
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.results().resolve("report.html")).exists();
        assertThat(run.processes("COMPLETED"))
                .containsExactly(
                        "BEST",
                        "COMPARE",
                        "DEDUP",
                        "EVALUATE",
                        "EXTRACT",
                        "REFERENCE",
                        "REPORT",
                        "SEARCH",
                        "SIMULATE",
                        "SPLIT",
                        "TOKENIZE",
                        "TRAIN",
                        "VOCAB");
        for (String record : new String[] {"timeline.html", "report.html", "dag.mmd"}) {
            assertThat(run.results().resolve("pipeline_info").resolve(record)).exists();
        }
    }

    @Test
    void twoRunsAtOnceEachHaveTheirTasksInATraceOfTheirOwn() throws Exception {
        Path folder = Nextflow.RUNS.resolve("stub-two-runs");
        Folders.delete(folder);
        List<Process> runs = new ArrayList<>();
        for (String each : List.of("a", "b")) {
            List<String> arguments = List.of("-q", "run", Nextflow.ROOT.toString(), "-ansi-log", "false");
            List<String> settings = List.of(
                    "-profile",
                    "demo",
                    "-stub",
                    "--outdir",
                    folder.resolve("results").toString());
            runs.add(Nextflow.begin(
                    "stub-two-runs/" + each,
                    List.of(),
                    Stream.concat(arguments.stream(), settings.stream()).toList()));
        }
        for (Process run : runs) {
            assertThat(run.waitFor()).isZero();
        }
        Outcome both = new Outcome(0, "", "", folder);
        assertThat(both.processes("COMPLETED")).contains("REFERENCE", "REPORT");
        assertThat(both.firstTrace().stream().map(Outcome.TraceRow::name))
                .containsExactlyInAnyOrderElementsOf(
                        both.trace().stream().map(Outcome.TraceRow::name).toList());
    }

    @Test
    void partsOfEveryStageAreJoinedAndLearnedFrom() {
        Outcome run = Nextflow.pipeline("stub-shards", "-profile", "demo", "-stub", "--shards", "2");
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.trace().stream().map(row -> row.name().replaceFirst("^.*:", "")))
                .contains("DEDUP (1/2)", "DEDUP (2/2)", "DEDUP_JOIN (corpus)")
                .contains("TOKENIZE_JOIN (char, test)", "TOKENIZE_JOIN (kmer5, test)", "TOKENIZE_JOIN (bpe, test)")
                .contains("TRAIN (kmer)", "TRAIN (cnn)", "TRAIN (dnabert2)");
    }

    @Test
    void backgroundIsDrawnForAllSamplesAtOnce() throws Exception {
        Path inputs = Files.createDirectories(Nextflow.RUNS.resolve("stub-background"));
        Files.writeString(inputs.resolve("a.bed"), "chr1\t100\t200\n");
        Files.writeString(inputs.resolve("genome.fa"), ">chr1\nACGT\n");
        Path sheet =
                Files.writeString(inputs.resolve("sheet.csv"), "sample,label,peaks\na,tumour,a.bed\nb,tumour,a.bed\n");
        Outcome run = Nextflow.pipeline(
                "stub-background",
                "-stub",
                "--input",
                sheet.toString(),
                "--fasta",
                inputs.resolve("genome.fa").toString(),
                "--background",
                "other",
                "--batch",
                "1");
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.trace())
                .filteredOn(row -> row.process().equals("EXTRACT"))
                .hasSize(1);
    }

    @Test
    void intervalListsComeInAndGoOutThroughPicard() throws Exception {
        Path inputs = Files.createDirectories(Nextflow.RUNS.resolve("stub-interval-lists"));
        Files.writeString(inputs.resolve("a.bed"), "chr1\t100\t200\n");
        Files.writeString(inputs.resolve("b.interval_list"), "@SQ\tSN:chr1\tLN:4\nchr1\t1\t2\t+\tx\n");
        Files.writeString(inputs.resolve("genome.fa"), ">chr1\nACGT\n");
        Path sheet = Files.writeString(
                inputs.resolve("sheet.csv"), "sample,label,peaks\na,tumour,a.bed\nb,normal,b.interval_list\n");
        Outcome run = Nextflow.pipeline(
                "stub-interval-lists",
                "-stub",
                "--input",
                sheet.toString(),
                "--fasta",
                inputs.resolve("genome.fa").toString(),
                "--blacklist",
                inputs.resolve("b.interval_list").toString(),
                "--interval_lists");
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.trace())
                .filteredOn(row -> row.process().equals("INTERVAL_LIST_TO_BED"))
                .hasSize(2);
        assertThat(run.processes("COMPLETED")).contains("EXTRACT", "INTERVAL_LISTS", "REPORT");
        assertThat(run.results().resolve("corpus/intervals")).isDirectory();
    }

    @Test
    void withoutTrialsNothingIsSearched() {
        Outcome run = Nextflow.pipeline("stub-no-search", "-profile", "demo", "-stub", "--trials", "0");
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.processes("COMPLETED")).contains("TRAIN", "REPORT").doesNotContain("SEARCH", "BEST");
    }

    @Test
    void aTokenizerGivenIsNotLearned() throws Exception {
        var tokenizer = Files.writeString(
                Files.createDirectories(Nextflow.RUNS.resolve("stub-tokenizer")).resolve("mine.json"), "{}");
        Outcome run = Nextflow.pipeline(
                "stub-tokenizer",
                "-profile",
                "demo",
                "-stub",
                "--models",
                "dnabert2",
                "--tokenizer",
                tokenizer.toString());
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.processes("COMPLETED")).contains("TOKENIZE").doesNotContain("VOCAB");
    }
}
