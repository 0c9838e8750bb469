package dev.leveret.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the broker was asked to do.
 *
 * <p>Later options win over earlier ones of the same kind; {@code --set}, {@code --port} and {@code --data} win over
 * files wherever they stand.
 */
public sealed interface CommandLine {

    /**
     * Run with these settings.
     *
     * @param ignored RabbitMQ's keys that were set and mean nothing here
     */
    record Run(BrokerSettings settings, List<String> ignored) implements CommandLine {}

    /** Read all of the data in this folder, say what is there, and end. */
    record Check(Path data) implements CommandLine {}

    /** Have the broker that runs on a data folder make a backup of it, and end. */
    record Backup(Path target, Path data) implements CommandLine {}

    /** Have the broker that runs on a data folder carry out a command of rabbitmqctl's kind, and end. */
    record Control(Path data, List<String> words) implements CommandLine {}

    /** The commands of that kind. */
    Set<String> CONTROL_VERBS = Set.of(
            "set_policy", "clear_policy", "list_policies",
            "set_operator_policy", "clear_operator_policy", "list_operator_policies",
            "trace_on", "trace_off", "list_delayed", "import_definitions", "export_definitions");

    /** Print this and end. */
    record Print(String text) implements CommandLine {}

    /**
     * Reads the arguments of main.
     *
     * @param version printed by {@code --version}
     * @throws ConfigException if an option or a setting cannot be used
     */
    static CommandLine parse(String[] args, String version) {
        if (args.length > 0 && args[0].equals("check")) {
            return check(args);
        }
        if (args.length > 0 && args[0].equals("backup")) {
            return backup(args);
        }
        if (args.length > 0 && CONTROL_VERBS.contains(args[0])) {
            return control(args);
        }
        return parse(new RawSettings(), splitAtEquals(args), version);
    }

    /** {@code --port=5672} is {@code --port 5672}. */
    private static String[] splitAtEquals(String[] args) {
        return Arrays.stream(args)
                .flatMap(arg -> arg.matches("--(config|set|port|data)=.*") ? Arrays.stream(arg.split("=", 2)) : Stream.of(arg))
                .toArray(String[]::new);
    }

    private static CommandLine parse(RawSettings raw, String[] args, String version) {
        int first = args.length > 0 && args[0].equals("server") ? 1 : 0;
        for (int i = first; i < args.length; i++) {
            switch (args[i]) {
                case "--help", "-h" -> {
                    return new Print(Usage.text());
                }
                case "--version" -> {
                    return new Print("Leveret " + version);
                }
                case "--config" -> ConfigFile.read(Path.of(valueOf(args, i++)), raw);
                case "--set", "--port", "--data" -> valueOf(args, i++); // after all files, below
                default -> throw new ConfigException("unknown option '" + args[i] + "'; --help lists them");
            }
        }
        for (int i = first; i < args.length; i += 2) {
            setFromOption(args[i], args[i + 1], raw);
        }
        return new Run(SettingsReader.read(raw), raw.ignored());
    }

    private static CommandLine check(String[] args) {
        if (args.length != 2 || args[1].startsWith("-")) {
            throw new ConfigException("check needs the data folder, and nothing else: leveret check DATA");
        }
        return new Check(Path.of(args[1]));
    }

    private static CommandLine backup(String[] args) {
        boolean hasData = args.length == 4 && args[2].equals("--data");
        if (args.length != 2 && !hasData || args[1].startsWith("-")) {
            throw new ConfigException("backup needs an empty or new folder: leveret backup TARGET [--data DATA]");
        }
        return new Backup(Path.of(args[1]), hasData ? Path.of(args[3]) : Path.of(SettingKeys.DATA.fallback()));
    }

    /** All words are the broker's but {@code --data}, which says which broker. */
    private static Control control(String[] args) {
        List<String> words = new ArrayList<>();
        Path data = Path.of(SettingKeys.DATA.fallback());
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--data")) {
                data = Path.of(valueOf(args, i++));
            } else if (args[i].startsWith("--data=")) {
                data = Path.of(args[i].substring("--data=".length()));
            } else {
                words.add(args[i]);
            }
        }
        return new Control(data, words);
    }

    private static void setFromOption(String option, String value, RawSettings raw) {
        switch (option) {
            case "--port" -> raw.onlyPort(value, option);
            case "--data" -> raw.set(SettingKeys.DATA.key(), value, option);
            case "--set" -> {
                int equals = value.indexOf('=');
                if (equals <= 0) {
                    throw new ConfigException("--set: '" + value + "' is not of the form key=value");
                }
                raw.set(value.substring(0, equals).strip(), value.substring(equals + 1).strip(), option);
            }
            default -> {} // a file: read before
        }
    }

    private static String valueOf(String[] args, int i) {
        if (i + 1 >= args.length) {
            throw new ConfigException(args[i] + " needs a value; --help shows how");
        }
        return args[i + 1];
    }
}
