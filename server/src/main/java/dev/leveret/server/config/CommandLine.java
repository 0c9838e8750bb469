package dev.leveret.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the broker was asked to do.
 *
 * <p>Later options win over earlier ones of the same kind; {@code --set}, {@code --port} and {@code --data} win over
 * environment variables, and these over files, wherever they stand.
 */
public sealed interface CommandLine {

    /**
     * Run with these settings.
     *
     * @param warnings to be told before, a line each
     */
    record Run(BrokerSettings settings, List<String> warnings) implements CommandLine {}

    /** Something that is done at once. */
    sealed interface Errand extends CommandLine {}

    /** Read all of the data in this folder, say what is there, and end. */
    record Check(Path data) implements Errand {}

    /** Have the broker that runs on a data folder make a backup of it, and end. */
    record Backup(Path target, Path data) implements Errand {}

    /** Have the broker that runs on a data folder carry out a command of one of RabbitMQ's tools, and end. */
    record Control(Path data, Tool tool, List<String> words) implements Errand {}

    /**
     * Say that the first word that is no option means nothing, and end.
     *
     * @param known the words that could have been meant
     */
    record Unknown(String word, List<String> known) implements Errand {}

    /** Print this and end. */
    record Print(String text) implements Errand {}

    /**
     * Reads the arguments of main.
     *
     * @param process its variables
     * @param version printed by {@code --version}
     * @throws ConfigException if an option or settings cannot be used; all of these are named
     */
    static CommandLine parse(String[] args, Map<String, String> process, String version) {
        if (args.length == 2 && isAbout(args, FirstWord.COMMANDS)) {
            return new Print(Usage.text());
        }
        if (args.length > 0 && args[0].equals("check")) {
            return check(args);
        }
        if (args.length > 0 && args[0].equals("backup")) {
            return backup(args, dataOf(process));
        }
        Optional<FirstWord> first = FirstWord.of(args);
        if (first.isEmpty()) {
            return run(splitAtEquals(args), process, version);
        }
        return switch (first.get()) {
            case FirstWord.OfTool word -> control(word.tool(), word.others(), dataOf(process));
            case FirstWord.Verb verb -> control(Tool.RABBITMQCTL, List.of(args), dataOf(process));
            case FirstWord.Unknown word -> new Unknown(word.text(), FirstWord.known());
        };
    }

    /** {@code help check} or {@code check --help}: what is no verb of a tool has no help of its own. */
    private static boolean isAbout(String[] args, Set<String> commands) {
        return args[0].equals("help") && commands.contains(args[1]) || commands.contains(args[0]) && args[1].equals("--help");
    }

    /** {@code --port=5672} is {@code --port 5672}. */
    private static String[] splitAtEquals(String[] args) {
        return Arrays.stream(args)
                .flatMap(arg -> arg.matches("--(config|set|port|data)=.*") ? Arrays.stream(arg.split("=", 2)) : Stream.of(arg))
                .toArray(String[]::new);
    }

    private static CommandLine run(String[] args, Map<String, String> process, String version) {
        boolean isConfig = args.length > 0 && args[0].equals("config");
        int first = isConfig || args.length > 0 && args[0].equals("server") ? 1 : 0;
        List<Path> files = new ArrayList<>();
        List<String[]> options = new ArrayList<>();
        boolean all = false;
        for (int i = first; i < args.length; i++) {
            switch (args[i]) {
                case "--help", "-h" -> {
                    return new Print(Usage.text());
                }
                case "--version" -> {
                    return new Print("Leveret " + version);
                }
                case "--config" -> files.add(Path.of(valueOf(args, i++)));
                case "--set", "--port", "--data" -> options.add(new String[] {args[i], valueOf(args, i++)});
                case "--all" -> all = true;
                default -> throw new ConfigException("unknown option '" + args[i] + "'; --help lists them");
            }
        }
        if (all && !isConfig) {
            throw new ConfigException("--all is for the command config");
        }
        RawSettings raw = read(files, process, options);
        BrokerSettings settings = SettingsReader.read(raw);
        return isConfig ? new Print(EffectiveSettings.text(raw, all)) : new Run(settings, raw.warnings());
    }

    /** What comes later goes over what was there. */
    private static RawSettings read(List<Path> files, Map<String, String> process, List<String[]> options) {
        RawSettings raw = new RawSettings();
        Map<String, String> environment = EnvironmentFile.under(process, raw::refuse);
        ConfigFile file = new ConfigFile(environment);
        Stream.concat(ConfigPaths.of(environment, raw).stream(), files.stream())
                .forEach(path -> raw.collect(() -> file.read(path, raw)));
        new Environment(environment).read(raw);
        options.forEach(option -> raw.collect(() -> setFromOption(option[0], option[1], raw)));
        return raw;
    }

    /** Of the broker that is asked for something. */
    private static Path dataOf(Map<String, String> process) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> environment = EnvironmentFile.under(process, wrong::add);
        if (!wrong.isEmpty()) {
            throw new ConfigException(String.join("\n", wrong));
        }
        return new Environment(environment).data().orElseGet(() -> Path.of(SettingKeys.DATA.fallback()));
    }

    private static CommandLine check(String[] args) {
        if (args.length != 2 || args[1].startsWith("-")) {
            throw new ConfigException("check needs the data folder, and nothing else: leveret check DATA");
        }
        return new Check(Path.of(args[1]));
    }

    private static CommandLine backup(String[] args, Path usualData) {
        boolean hasData = args.length == 4 && args[2].equals("--data");
        if (args.length != 2 && !hasData || args[1].startsWith("-")) {
            throw new ConfigException("backup needs an empty or new folder: leveret backup TARGET [--data DATA]");
        }
        return new Backup(Path.of(args[1]), hasData ? Path.of(args[3]) : usualData);
    }

    /** All words are the broker's but {@code --data}, which says which broker. */
    private static Control control(Tool tool, List<String> all, Path usualData) {
        String[] args = all.toArray(String[]::new);
        List<String> words = new ArrayList<>();
        Path data = usualData;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--data")) {
                data = Path.of(valueOf(args, i++));
            } else if (args[i].startsWith("--data=")) {
                data = Path.of(args[i].substring("--data=".length()));
            } else {
                words.add(args[i]);
            }
        }
        return new Control(data, tool, words);
    }

    private static void setFromOption(String option, String value, RawSettings raw) {
        switch (option) {
            case "--port" -> raw.onlyPort(value, option);
            case "--data" -> raw.set(SettingKeys.DATA.key(), value, option);
            case "--set" -> {
                int equals = value.indexOf('=');
                if (equals <= 0) {
                    throw new ConfigException("--set: " + ConfigFile.beginning(value) + " is not of the form key=value");
                }
                raw.set(value.substring(0, equals).strip(), value.substring(equals + 1).strip(), option);
            }
            default -> throw new IllegalArgumentException(option);
        }
    }

    private static String valueOf(String[] args, int i) {
        if (i + 1 >= args.length) {
            throw new ConfigException(args[i] + " needs a value; --help shows how");
        }
        return args[i + 1];
    }
}
