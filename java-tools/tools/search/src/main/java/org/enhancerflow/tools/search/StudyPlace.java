package org.enhancerflow.tools.search;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.regex.Pattern;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.tuning.Direction;
import org.enhancerflow.tuning.JournalStorage;
import org.enhancerflow.tuning.PostgresStorage;
import org.enhancerflow.tuning.StudyStorage;
import org.enhancerflow.tuning.TuningFormatException;

/**
 * Where a study is kept: an Optuna journal, or a PostgreSQL database with Optuna's tables.
 *
 * @param text path of the journal, or URL of the database, without a password
 */
record StudyPlace(String text) {
    private static final String DATABASE = "jdbc:postgresql:";
    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&;](ssl)?password=|//[^/?]*@");

    /** @throws UsageException for a URL that is none, or holds a password: command lines are seen by others, and kept */
    StudyPlace {
        if (text.startsWith("jdbc:") && !text.startsWith(DATABASE)) {
            throw new UsageException(
                    "--study: of databases only PostgreSQL is known, as " + DATABASE + "//HOST/DATABASE");
        }
        if (text.startsWith(DATABASE) && PASSWORD.matcher(text).find()) {
            throw new UsageException(
                    "--study: leave the password out, others can see it there; put it into the variable"
                            + " PGPASSWORD or the file ~/.pgpass, and the user's name at the end as ?user=NAME");
        }
    }

    private boolean isDatabase() {
        return text.startsWith(DATABASE);
    }

    /** Opens or creates a study of this name. */
    StudyStorage open(String name) throws IOException {
        Clock clock = Clock.system(ZoneId.systemDefault());
        if (isDatabase()) {
            String password = Objects.requireNonNullElse(System.getenv("PGPASSWORD"), "");
            return PostgresStorage.open(text, password, name, Direction.MAXIMIZE, clock);
        }
        return JournalStorage.open(Path.of(text), name, Direction.MAXIMIZE, clock);
    }

    /** What is wrong with the study, for people. */
    RuntimeException problem(TuningFormatException e) {
        String what = String.valueOf(e.getMessage());
        return isDatabase()
                ? new UsageException("--study: the database " + what)
                : new BadInputException(Path.of(text), e.line(), what, "give another --study");
    }
}
