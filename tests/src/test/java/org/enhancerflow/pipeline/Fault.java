package org.enhancerflow.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What can befall a run. Each is prepared before the run starts, injected while it goes, and mended before it is resumed. */
enum Fault {
    /** A task's JVM ends by SIGKILL, as when the kernel takes its memory; the run itself goes on and tries the task again. */
    TOOL_KILLED {
        @Override
        String inject(Site site, Process run, Random random) {
            Optional<ProcessHandle> tool = Optional.empty();
            while (tool.isEmpty() && run.isAlive()) {
                tool = tools(run).stream().findAny();
                Thread.onSpinWait();
            }
            tool.ifPresent(ProcessHandle::destroyForcibly);
            return tool.isPresent() ? "one JVM" : "";
        }
    },

    /** Nextflow ends by SIGKILL; its tasks do not hear of it and go on, while the run is resumed beside them. */
    NEXTFLOW_KILLED {
        @Override
        String inject(Site site, Process run, Random random) {
            int tasks = tools(run).size();
            run.destroyForcibly();
            return "Nextflow, with " + tasks + " tools at work";
        }
    },

    /** The machine is taken back: everything hears SIGTERM, and what is left after 30 seconds ends by SIGKILL. */
    SPOT_NOTICE {
        @Override
        String inject(Site site, Process run, Random random) throws InterruptedException {
            List<ProcessHandle> all = run.descendants().toList();
            run.destroy();
            all.forEach(ProcessHandle::destroy);
            if (!run.waitFor(30, TimeUnit.SECONDS)) {
                run.destroyForcibly();
            }
            all.forEach(ProcessHandle::destroyForcibly);
            return "SIGTERM to " + (all.size() + 1) + " processes";
        }
    },

    /** The work folder's disk fills up. */
    DISK_FULL {
        @Override
        boolean possible(Site site) throws IOException {
            Path disk = Files.createDirectories(site.folder().resolve("work"));
            boolean mounted = site.command("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk.toString());
            return mounted && site.command("umount", disk.toString());
        }

        @Override
        void prepare(Site site, Random random) throws IOException {
            long kilobytes = site.workBytes() / 1024;
            long size = kilobytes / 8 + random.nextLong(kilobytes * 3 / 4);
            site.require("mount", "-t", "tmpfs", "-o", "size=" + size + "k", "tmpfs", disk(site));
        }

        @Override
        String inject(Site site, Process run, Random random) throws InterruptedException {
            run.waitFor();
            return run.exitValue() == 0 ? "" : "no space left";
        }

        @Override
        void mend(Site site) throws IOException {
            site.require("mount", "-o", "remount,size=1g", disk(site));
        }

        @Override
        void clear(Site site) throws IOException {
            site.require("umount", disk(site));
        }

        private String disk(Site site) {
            return site.folder().resolve("work").toString();
        }
    },

    /** An input is cut off while the run reads it, and later put back. */
    INPUT_CUT(0.4) {
        @Override
        String inject(Site site, Process run, Random random) throws IOException {
            List<Path> inputs = site.inputs();
            Path input = inputs.get(random.nextInt(inputs.size()));
            byte[] whole = Files.readAllBytes(input);
            FileTime time = Files.getLastModifiedTime(input);
            Files.write(site.saved(), whole);
            Files.setLastModifiedTime(site.saved(), time);
            Files.writeString(site.savedName(), input.toString());
            Files.write(input, Arrays.copyOf(whole, whole.length / 3));
            return input.getFileName().toString();
        }

        @Override
        void mend(Site site) throws IOException {
            Path input = Path.of(Files.readString(site.savedName()));
            Files.write(input, Files.readAllBytes(site.saved()));
            Files.setLastModifiedTime(input, Files.getLastModifiedTime(site.saved()));
        }
    },

    /** A stage gets too little memory at its first attempt. */
    MEMORY_SHORT {
        private static final List<String> HUNGRY = List.of("TOKENIZE", "TRAIN", "EVALUATE", "EXTRACT", "REPORT");

        @Override
        void prepare(Site site, Random random) throws IOException {
            String process = HUNGRY.get(random.nextInt(HUNGRY.size()));
            // What does with so little that others do not get far with it.
            int least = process.equals("TOKENIZE") ? 3 : 14;
            Files.writeString(
                    site.config(),
                    "process { withName: '" + process + "' { memory = { task.attempt == 1 ? "
                            + (least + random.nextInt(4)) + ".MB : 2.GB } } }\n");
        }

        @Override
        String inject(Site site, Process run, Random random) throws InterruptedException, IOException {
            run.waitFor();
            String log = Files.readString(site.log());
            return log.contains("exit: 75;") ? Files.readString(site.config()).replaceAll("(?s).*'(.*)'.*", "$1") : "";
        }
    },

    /** A node of a cluster fails, with all that runs on it, and comes back when its jobs are given up. */
    NODE_LOST {
        @Override
        boolean possible(Site site) {
            return site.command(SLURM.toString(), "--nodes", "2", daemons(site), "true");
        }

        @Override
        void prepare(Site site, Random random) throws IOException {
            // How soon Nextflow sees what the cluster says: its defaults wait for minutes.
            Files.writeString(
                    site.config(),
                    "executor { exitReadTimeout = '5 sec'; queueStatInterval = '2 sec'; pollInterval = '1 sec' }\n");
        }

        @Override
        Site placed(Site site) {
            return site.within(List.of(SLURM.toString(), "--nodes", "2", daemons(site)), "demo,slurm");
        }

        @Override
        String inject(Site site, Process run, Random random) throws IOException {
            Outcome lost = Nextflow.start(
                    site.name() + "/command", Map.of(), List.of(SLURM.toString(), "--lose", daemons(site)));
            if (lost.exit() != 0 && run.isAlive()) {
                throw new IOException("no node was lost: " + lost.errors());
            }
            return lost.output().trim();
        }

        private String daemons(Site site) {
            return site.folder().resolve("daemons").toString();
        }
    },

    /** The same run is started a second time, with the same work and results folders. */
    TWO_RUNS {
        @Override
        String inject(Site site, Process run, Random random) throws IOException, InterruptedException {
            Process second = site.second();
            run.waitFor();
            if (second.waitFor() != 0) {
                throw new IOException("the second run failed: " + Nextflow.outcome(site.name() + "/second", second));
            }
            return "a second run, exit 0";
        }
    };

    private static final Path SLURM = Nextflow.ROOT.resolve("tests/slurm.sh");

    /** The share of an undisturbed run's time in which the fault strikes. */
    final double span;

    Fault() {
        this(0.8);
    }

    Fault(double span) {
        this.span = span;
    }

    /** Whether this machine lets the fault happen. */
    boolean possible(Site site) throws IOException {
        return true;
    }

    /** Where the run and its resumption take place: this machine, mostly. */
    Site placed(Site site) {
        return site;
    }

    /** Before the run starts. */
    void prepare(Site site, Random random) throws IOException {}

    /** At a random moment of the run; says what was hit, or nothing when there was nothing to hit. */
    abstract String inject(Site site, Process run, Random random) throws IOException, InterruptedException;

    /** Before the run is resumed. */
    void mend(Site site) throws IOException {}

    /** After all. */
    void clear(Site site) throws IOException {}

    /** The JVMs of tasks at work; none while the launcher is still at its own. */
    private static List<ProcessHandle> tools(Process run) {
        if (!isJava(run.toHandle())) {
            return List.of();
        }
        return run.descendants().filter(Fault::isJava).toList();
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("java");
    }

    /**
     * Where a disturbed run takes place.
     *
     * @param name of its folder below the tests' runs
     * @param around a program that the run is a child of, with its arguments; mostly none
     * @param input folder with samplesheet, genome and peaks, this run's own
     * @param arguments of the run
     * @param workBytes size of an undisturbed run's work folder
     */
    record Site(String name, List<String> around, Path input, List<String> arguments, long workBytes) {
        /** The same place for a run that is the child of a program and has another profile. */
        Site within(List<String> program, String profile) {
            List<String> changed = new ArrayList<>(arguments);
            changed.set(changed.indexOf("-profile") + 1, profile);
            return new Site(name, program, input, changed, workBytes);
        }

        Path folder() {
            return Nextflow.RUNS.resolve(name);
        }

        Path config() {
            return folder().resolve("drill.config");
        }

        Path log() {
            return folder().resolve(".nextflow.log");
        }

        Path saved() {
            return folder().resolve("saved-input");
        }

        Path savedName() {
            return folder().resolve("saved-name");
        }

        /** The compressed files of the input: a cut one cannot pass for a whole one. */
        List<Path> inputs() throws IOException {
            try (Stream<Path> files = Files.walk(input)) {
                return files.filter(file -> file.toString().endsWith(".gz"))
                        .sorted()
                        .toList();
            }
        }

        /** The same command once more, started from another folder. */
        Process second() throws IOException {
            Path place = Files.createDirectories(folder().resolve("second"));
            for (String shared : List.of("input", "drill.config", "results")) {
                Files.createSymbolicLink(place.resolve(shared), folder().resolve(shared));
            }
            List<String> command = new ArrayList<>(arguments);
            command.addAll(List.of("-w", folder().resolve("work").toString()));
            return Nextflow.begin(name + "/second", around, command);
        }

        boolean command(String... words) {
            return Nextflow.start(name + "/command", Map.of(), List.of(words)).exit() == 0;
        }

        void require(String... words) throws IOException {
            Outcome outcome = Nextflow.start(name + "/command", Map.of(), List.of(words));
            if (outcome.exit() != 0) {
                throw new IOException(List.of(words) + ": " + outcome.errors());
            }
        }
    }
}
