package org.enhancerflow.kit;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a piece of work has come: one line that renews itself on a terminal, else a plain line every half minute. Work
 * that ends before the first line is due prints nothing. Safe for use by several threads.
 */
public final class Progress implements AutoCloseable {
    private static final long TERMINAL_INTERVAL = Duration.ofMillis(200).toNanos();
    private static final long PLAIN_INTERVAL = Duration.ofSeconds(30).toNanos();

    private final PrintStream err;
    private final String tool;
    private final String unit;
    private final long total;
    private final boolean terminal;
    private final long started = System.nanoTime();
    private long lastShown = started;
    private boolean shown;
    private long done;
    private long before;

    Progress(PrintStream err, String tool, String unit, long total) {
        this.err = err;
        this.tool = tool;
        this.unit = unit;
        this.total = total;
        // Java alone cannot tell before JDK 22; bin/jtool can.
        this.terminal = Boolean.getBoolean("enhancerflow.terminal");
    }

    /** {@code units} were done before this run; they count, but say nothing of its rate. */
    public synchronized void resume(long units) {
        before += units;
        done += units;
    }

    /** {@code units} more are done. */
    public synchronized void advance(long units) {
        advance(units, "");
    }

    /** The same with a remark that stands behind the numbers, such as the current loss. */
    public synchronized void advance(long units, String remark) {
        done += units;
        long now = System.nanoTime();
        if (now - lastShown >= (terminal ? TERMINAL_INTERVAL : PLAIN_INTERVAL)) {
            lastShown = now;
            shown = true;
            String line = tool + ": " + describe(done, before, total, unit, (now - started) / 1e9, remark);
            err.print(terminal ? "\r\u001b[K" + line : line + System.lineSeparator());
            err.flush();
        }
    }

    static String describe(long done, long before, long total, String unit, double seconds, String remark) {
        double rate = seconds > 0 ? (done - before) / seconds : 0;
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%,d", done));
        if (total > 0) {
            line.append(String.format(Locale.ROOT, " of %,d", total));
        }
        line.append(' ').append(unit);
        if (total > 0) {
            line.append(String.format(Locale.ROOT, " (%d %%)", 100 * done / total));
        }
        line.append(String.format(Locale.ROOT, rate < 10 ? ", %.2f/s" : ", %,.0f/s", rate));
        if (total > done && rate > 0) {
            line.append(", ").append(duration((total - done) / rate)).append(" left");
        }
        return remark.isEmpty()
                ? line.toString()
                : line.append(", ").append(remark).toString();
    }

    private static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + " s";
        }
        return s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }

    /** Ends the line on a terminal. */
    @Override
    public synchronized void close() {
        if (terminal && shown) {
            err.println();
        }
    }
}
