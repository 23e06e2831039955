package org.enhancerflow.kit;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.commons.cli.AlreadySelectedException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.MissingOptionException;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.enhancerflow.artifacts.BadInputException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a tool as a command: parses, calls, and turns every outcome into an exit status and, where something went wrong,
 * one line on standard error. {@code --debug} adds the stack trace.
 */
public final class CommandLineRunner {
    private static final int HELP_WIDTH = 100;

    private final Tool tool;
    private final PrintStream out;
    private final PrintStream err;

    private CommandLineRunner(Tool tool, PrintStream out, PrintStream err) {
        this.tool = tool;
        this.out = out;
        this.err = err;
    }

    /** Runs the tool on the process's own streams and returns its exit status; never ends the JVM. */
    public static int run(Tool tool, String... args) {
        return run(tool, System.out, System.err, args);
    }

    /** The same with streams of the caller's. */
    public static int run(Tool tool, PrintStream out, PrintStream err, String... args) {
        return new CommandLineRunner(tool, out, err).run(List.of(args)).status();
    }

    private ExitCode run(List<String> args) {
        boolean debug = args.contains("--debug");
        List<String> own = new ArrayList<>(args);
        own.removeIf("--debug"::equals);
        if (own.contains("--help")) {
            printHelp();
            return ExitCode.DONE;
        }
        if (own.contains("--version")) {
            out.println(tool.name() + " " + version());
            return ExitCode.DONE;
        }
        try {
            Arguments arguments = parse(own);
            return run(arguments, debug);
        } catch (UsageException e) {
            return fail(ExitCode.USAGE, e.getMessage() + " (see --help)", e, debug);
        }
    }

    private ExitCode run(Arguments arguments, boolean debug) {
        try (Run run = new Run(tool.name(), version(), arguments, err)) {
            try {
                tool.run(arguments, run);
                return ExitCode.DONE;
            } catch (UncheckedIOException e) {
                return failIo(e.getCause() == null ? new IOException(e) : e.getCause(), debug);
            } catch (IOException e) {
                return failIo(e, debug);
            } catch (RuntimeException e) {
                return failRuntime(e, debug);
            } catch (OutOfMemoryError e) {
                return fail(ExitCode.TRY_AGAIN, "out of memory (" + e.getMessage() + "); give it more", e, debug);
            }
        }
    }

    private ExitCode failRuntime(RuntimeException e, boolean debug) {
        if (e instanceof UsageException) {
            return fail(ExitCode.USAGE, e.getMessage() + " (see --help)", e, debug);
        }
        if (e instanceof BadInputException) {
            return fail(ExitCode.BAD_DATA, e.getMessage(), e, debug);
        }
        if (e instanceof TryAgainException) {
            return fail(ExitCode.TRY_AGAIN, e.getMessage(), e, debug);
        }
        if (e instanceof InterruptedRunException) {
            return fail(ExitCode.TERMINATED, "interrupted; " + e.getMessage(), e, debug);
        }
        return fail(
                ExitCode.BUG,
                "this is a bug, please report it: " + e + at(e) + "; --debug shows the whole trace",
                e,
                debug);
    }

    private static String at(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.enhancerflow."))
                .findFirst()
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
    }

    private ExitCode failIo(IOException e, boolean debug) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof NoSuchFileException) {
            return fail(ExitCode.BAD_DATA, message + ": does not exist; check the path", e, debug);
        }
        if (e instanceof AccessDeniedException) {
            return fail(ExitCode.BAD_DATA, message + ": permission denied; check its owner and mode", e, debug);
        }
        if (e instanceof EOFException || e instanceof ZipException || e instanceof CharacterCodingException) {
            return fail(ExitCode.BAD_DATA, "an input is damaged or cut short: " + message, e, debug);
        }
        boolean full = message.contains("No space left") || message.contains("quota exceeded");
        String advice = full ? "; free some space, then run it again" : "; run it again, or on another disk";
        String reason =
                e instanceof FileSystemException ? message : e.getClass().getSimpleName() + ": " + message;
        return fail(ExitCode.TRY_AGAIN, reason + advice, e, debug);
    }

    private ExitCode fail(ExitCode code, @Nullable String message, Throwable cause, boolean debug) {
        err.println(tool.name() + ": " + String.valueOf(message).replaceAll("\\s*\\R\\s*", " "));
        if (debug) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace, true));
            err.print(trace);
        }
        return code;
    }

    private Arguments parse(List<String> args) {
        ToolOptions options = tool.options().forCommandLine(args);
        try {
            DefaultParser parser =
                    DefaultParser.builder().setAllowPartialMatching(false).build();
            CommandLine line = parser.parse(options.toCommonsCli(), args.toArray(String[]::new));
            if (!line.getArgList().isEmpty()) {
                throw new UsageException("'" + line.getArgList().get(0) + "' is not an option");
            }
            options.checkParts(line);
            return new Arguments(options, line);
        } catch (MissingOptionException e) {
            List<String> missing = new ArrayList<>();
            for (Object option : e.getMissingOptions()) {
                missing.add("--" + option);
            }
            throw new UsageException("missing " + String.join(", ", missing));
        } catch (UnrecognizedOptionException e) {
            throw new UsageException("unknown option " + e.getOption() + suggestion(e.getOption(), options));
        } catch (MissingArgumentException e) {
            throw new UsageException("--" + e.getOption().getLongOpt() + " needs a value");
        } catch (AlreadySelectedException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (ParseException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static String suggestion(String unknown, ToolOptions options) {
        Optional<String> nearest = Nearest.of(
                unknown.replaceFirst("^-+", ""),
                options.declared().stream().map(ToolOptions.Declared::name).toList());
        return nearest.map(name -> "; did you mean --" + name + "?").orElse("");
    }

    private void printHelp() {
        Options options = tool.options().toCommonsCli();
        options.addOption(null, "debug", false, "show stack traces");
        options.addOption(null, "help", false, "show this text");
        options.addOption(null, "version", false, "show the version");
        HelpFormatter formatter = new HelpFormatter();
        formatter.setOptionComparator(null);
        formatter.setSyntaxPrefix("Usage: ");
        PrintWriter writer = new PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8);
        formatter.printHelp(
                writer,
                HELP_WIDTH,
                tool.name() + " OPTIONS",
                tool.summary() + System.lineSeparator(),
                options,
                2,
                2,
                System.lineSeparator() + "Exit status: 0 done, 2 wrong usage, 65 bad input, 70 a bug, 75 try again,"
                        + " 130/143 interrupted with work saved.");
        writer.flush();
    }

    private String version() {
        String version = tool.getClass().getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
