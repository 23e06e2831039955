package org.enhancerflow.tuning;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The classes a worker loads, as the JVM maps them (class data sharing): most of what the start of a worker costs is saved,
 * and a long drill is made of starts. The JVM archives only classes from JARs.
 *
 * @param file the archive
 * @param classPath of JARs alone
 */
record DrillArchive(Path file, String classPath) {
    /** Packs the class path; the archive itself is left behind by the first worker. */
    static DrillArchive in(Path folder) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : DrillWorker.CLASS_PATH.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (entry.isEmpty()) {
                continue;
            }
            if (Files.isDirectory(path)) {
                jars.add(pack(path, folder.resolve("classes-" + jars.size() + ".jar")));
            } else if (Files.exists(path)) {
                jars.add(entry);
            }
        }
        return new DrillArchive(folder.resolve("worker.jsa"), String.join(File.pathSeparator, jars));
    }

    private static String pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> found = Files.walk(classes)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
                out.closeEntry();
            }
        }
        return jar.toString();
    }

    /** Options of the JVM that makes the archive when it ends. */
    List<String> making() {
        return List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:ArchiveClassesAtExit=" + file, "-cp", classPath);
    }

    /** Options of the JVMs that use it. */
    List<String> using() {
        return List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:SharedArchiveFile=" + file, "-cp", classPath);
    }
}
