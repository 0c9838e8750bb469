package dev.leveret.server.logging;

import ch.qos.logback.classic.Level;
import dev.leveret.server.config.LogSettings.LevelFormat;
import dev.leveret.server.config.LogSettings.TimeFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * Times and levels as RabbitMQ writes them. By hand: a formatter from a pattern costs more to make than the rest of the start's log
 * lines together.
 */
record LineParts(TimeFormat time, LevelFormat level) {

    private static final ZoneId ZONE = ZoneId.systemDefault();

    /** Puts a time behind what is there. */
    void time(StringBuilder out, Instant instant) {
        switch (time) {
            case RFC3339_SPACE -> full(out, instant, ' ');
            case RFC3339_T -> full(out, instant, 'T');
            case LAGER_DEFAULT -> digits(
                    clock(out, instant.atZone(ZONE), ' ').append('.'), instant.getNano() / 1_000_000, 100);
            case EPOCH_SECS -> digits(out.append(instant.getEpochSecond()).append('.'), micros(instant), 100_000);
            case EPOCH_USECS -> digits(out.append(instant.getEpochSecond()), micros(instant), 100_000);
        }
    }

    /** Puts a level behind what is there. */
    void level(StringBuilder out, Level logged) {
        String word = logged == Level.WARN ? "warning" : logged.toString().toLowerCase(Locale.ROOT);
        out.append(switch (level) {
            case LC -> word;
            case UC -> word.toUpperCase(Locale.ROOT);
            case LC3 -> cut(word, 3);
            case UC3 -> cut(word, 3).toUpperCase(Locale.ROOT);
            case LC4 -> cut(word, 4);
            case UC4 -> cut(word, 4).toUpperCase(Locale.ROOT);
        });
    }

    private static String cut(String word, int length) {
        return word.substring(0, Math.min(length, word.length()));
    }

    private static int micros(Instant instant) {
        return instant.getNano() / 1_000;
    }

    private static void full(StringBuilder out, Instant instant, char between) {
        ZonedDateTime zoned = instant.atZone(ZONE);
        digits(clock(out, zoned, between).append('.'), micros(instant), 100_000);
        int minutes = zoned.getOffset().getTotalSeconds() / 60;
        out.append(minutes < 0 ? '-' : '+');
        digits(out, Math.abs(minutes) / 60, 10);
        digits(out.append(':'), Math.abs(minutes) % 60, 10);
    }

    private static StringBuilder clock(StringBuilder out, ZonedDateTime time, char between) {
        out.append(time.getYear());
        digits(out.append('-'), time.getMonthValue(), 10);
        digits(out.append('-'), time.getDayOfMonth(), 10);
        digits(out.append(between), time.getHour(), 10);
        digits(out.append(':'), time.getMinute(), 10);
        digits(out.append(':'), time.getSecond(), 10);
        return out;
    }

    private static void digits(StringBuilder out, int number, int first) {
        for (int unit = first; unit > 0; unit /= 10) {
            out.append((char) ('0' + number / unit % 10));
        }
    }
}
