package dev.leveret.server.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * RabbitMQ's environment variables. Source: RabbitMQ doc pages "configure" and "relocate", and its image's page on Docker Hub.
 * Measured on 3.10: a variable wins over the files, but the port and address that they name count only if the files name none.
 */
final class Environment {

    private static final String PREFIX = "RABBITMQ_";

    /** A variable of this ending has the path of a file whose first line is the value. */
    private static final String FILE = "_FILE";

    private static final String PORT = "RABBITMQ_NODE_PORT";
    private static final String ADDRESS = "RABBITMQ_NODE_IP_ADDRESS";
    private static final String MEMORY = "RABBITMQ_VM_MEMORY_HIGH_WATERMARK";
    private static final String LOGS = "RABBITMQ_LOGS";
    private static final String LEVELS = "RABBITMQ_LOG";
    private static final String DATA = "RABBITMQ_MNESIA_DIR";
    private static final String DATA_BASE = "RABBITMQ_MNESIA_BASE";

    /** Within a folder that is RabbitMQ's, so that what RabbitMQ may have there stays as it is. */
    private static final String DATA_FOLDER = "leveret";

    /** Those that stand for one key; each has a variant for a file. */
    private static final Map<String, Setting<?>> KEYS = new TreeMap<>(Map.of(
            "RABBITMQ_DEFAULT_USER", SettingKeys.DEFAULT_USER,
            "RABBITMQ_DEFAULT_PASS", SettingKeys.DEFAULT_PASS,
            "RABBITMQ_DEFAULT_VHOST", SettingKeys.DEFAULT_VHOST));

    /** RabbitMQ's image has taken these until 3.8, and scripts and Testcontainers still set them. */
    private static final Map<String, Setting<?>> TLS_KEYS = new TreeMap<>(Map.of(
            "RABBITMQ_SSL_CACERTFILE", TlsKeys.AUTHORITIES,
            "RABBITMQ_SSL_CERTFILE", TlsKeys.CERTIFICATE,
            "RABBITMQ_SSL_KEYFILE", TlsKeys.KEY,
            "RABBITMQ_SSL_VERIFY", TlsKeys.VERIFY,
            "RABBITMQ_SSL_FAIL_IF_NO_PEER_CERT", TlsKeys.REQUIRED,
            "RABBITMQ_SSL_DEPTH", TlsKeys.DEPTH));

    private static final String TLS_PORT = "5671";

    /** What that image took for false; anything else was true. */
    private static final Set<String> FALSE = Set.of("false", "no", "0");

    private static final Set<String> OTHERS = Set.of(
            PORT, ADDRESS, MEMORY, LOGS, LEVELS, DATA, DATA_BASE, "RABBITMQ_NODENAME", "RABBITMQ_LOG_BASE",
            "RABBITMQ_CONFIG_FILE", "RABBITMQ_CONFIG_FILES", "RABBITMQ_ADVANCED_CONFIG_FILE", EnvironmentFile.VARIABLE);

    private static final Set<String> MEANINGLESS = Set.of(
            "RABBITMQ_ALLOW_INPUT", "RABBITMQ_BASE", "RABBITMQ_CTL_DIST_PORT_MAX",
            "RABBITMQ_CTL_DIST_PORT_MIN", "RABBITMQ_CTL_ERL_ARGS", "RABBITMQ_DATA_DIR", "RABBITMQ_DISTRIBUTION_BUFFER_SIZE",
            "RABBITMQ_DIST_PORT", "RABBITMQ_ENABLED_PLUGINS", "RABBITMQ_ENABLED_PLUGINS_FILE", "RABBITMQ_ERLANG_COOKIE",
            "RABBITMQ_ERLANG_COOKIE_FILE", "RABBITMQ_FEATURE_FLAGS", "RABBITMQ_FEATURE_FLAGS_FILE",
            "RABBITMQ_GENERATED_CONFIG_DIR", "RABBITMQ_HIPE_COMPILE", "RABBITMQ_HOME", "RABBITMQ_IO_THREAD_POOL_SIZE",
            "RABBITMQ_KEEP_PID_FILE_ON_EXIT", "RABBITMQ_MAX_NUMBER_OF_ATOMS", "RABBITMQ_MAX_NUMBER_OF_PROCESSES",
            "RABBITMQ_MOTD_FILE", "RABBITMQ_PGP_KEY_ID", "RABBITMQ_PID_FILE", "RABBITMQ_PLUGINS_DIR",
            "RABBITMQ_PLUGINS_EXPAND_DIR", "RABBITMQ_PRODUCT_NAME", "RABBITMQ_PRODUCT_VERSION", "RABBITMQ_QUORUM_DIR",
            "RABBITMQ_SCHEDULER_BIND_TYPE", "RABBITMQ_SCHEMA_DIR", "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "RABBITMQ_SERVER_CODE_PATH", "RABBITMQ_SERVER_ERL_ARGS", "RABBITMQ_SERVER_START_ARGS", "RABBITMQ_SERVICENAME",
            "RABBITMQ_STREAM_DIR", "RABBITMQ_SYSLOG", "RABBITMQ_UPGRADE_LOG", "RABBITMQ_USE_LONGNAME", "RABBITMQ_VERSION");

    private static final Pattern MANAGEMENT = Pattern.compile("RABBITMQ_MANAGEMENT_[A-Z_]+");

    /** Kubernetes makes these up in all containers beside a service of the name rabbitmq. */
    private static final Pattern KUBERNETES = Pattern.compile("RABBITMQ_(SERVICE_(HOST|PORT)(_\\w+)?|PORT|PORT_\\d+_\\w+)");

    private final Map<String, String> variables;

    /** @param variables of the process; those that are empty count as not there, as for RabbitMQ */
    Environment(Map<String, String> variables) {
        this.variables = new TreeMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank() && !KUBERNETES.matcher(name).matches()) {
                this.variables.put(name, value);
            }
        });
    }

    /** The data folder, if the environment says where RabbitMQ's would be. */
    Optional<Path> data() {
        return Stream.of(DATA, DATA_BASE)
                .filter(variables::containsKey)
                .map(name -> Path.of(variables.get(name), DATA_FOLDER))
                .findFirst();
    }

    /**
     * Sets what the variables say. After the files, before the options. Those that cannot be used are {@link RawSettings#collect
     * collected}.
     */
    void read(RawSettings into) {
        KEYS.forEach((name, setting) -> into.collect(() -> secret(name).ifPresent(from ->
                into.set(setting.key(), from.equals(name) ? variables.get(name) : firstLine(from), from))));
        ifSet("RABBITMQ_NODENAME", into, name -> into.set(SettingKeys.NODE_NAME.key(), name, "RABBITMQ_NODENAME"));
        ifSet("RABBITMQ_LOG_BASE", into, folder -> into.set(LogKeys.DIRECTORY.key(), folder, "RABBITMQ_LOG_BASE"));
        into.collect(() -> listener(into));
        tls(into);
        ifSet(MEMORY, into, text -> memory(text, into));
        ifSet(LOGS, into, text -> logs(text, into));
        ifSet(LEVELS, into, text -> Arrays.stream(text.split(",")).forEach(word -> into.collect(() -> level(word.strip(), into))));
        data().ifPresent(folder -> into.set(
                SettingKeys.DATA.key(), folder.toString(), variables.containsKey(DATA) ? DATA : DATA_BASE));
        judgeOthers(into);
    }

    private void ifSet(String name, RawSettings into, Consumer<String> use) {
        if (variables.containsKey(name)) {
            into.collect(() -> use.accept(variables.get(name)));
        }
    }

    /** The variable that has the value, or the one that names its file. */
    private Optional<String> secret(String name) {
        if (variables.containsKey(name) && variables.containsKey(name + FILE)) {
            throw new ConfigException(name + " and " + name + FILE + " are both set; only one of them can count");
        }
        return Stream.of(name, name + FILE).filter(variables::containsKey).findFirst();
    }

    private String firstLine(String variable) {
        try {
            String line = ConfigFile.text(Path.of(variables.get(variable))).lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw new ConfigException(variables.get(variable) + ": its first line is empty");
            }
            return line;
        } catch (ConfigException e) {
            throw new ConfigException(variable + ": " + e.getMessage());
        }
    }

    private void listener(RawSettings into) {
        String port = variables.getOrDefault(PORT, SettingKeys.PORT.fallback());
        String address = variables.getOrDefault(ADDRESS, "auto");
        boolean named = variables.containsKey(PORT) || variables.containsKey(ADDRESS);
        if (named && !into.hasListener()) {
            String where = variables.containsKey(PORT) ? PORT : ADDRESS;
            into.set(SettingKeys.PORT.key(), address.equals("auto") ? port : address + ":" + port, where);
        }
    }

    /** Any of them asks for TLS, on the usual port if the files name none. */
    private void tls(RawSettings into) {
        TLS_KEYS.forEach((name, setting) -> ifSet(name, into, text -> into.set(setting.key(), tlsValue(setting, text), name)));
        Optional<String> first = TLS_KEYS.keySet().stream().filter(variables::containsKey).findFirst();
        if (first.isPresent() && !into.hasTlsListener()) {
            into.set(TlsKeys.PORT.key(), TLS_PORT, first.get());
        }
    }

    private static String tlsValue(Setting<?> setting, String text) {
        return setting == TlsKeys.REQUIRED ? Boolean.toString(!FALSE.contains(text.toLowerCase(Locale.ROOT))) : text;
    }

    /** RabbitMQ's image has taken a share, a percentage or an amount, until 3.9. */
    private static void memory(String text, RawSettings into) {
        if (text.matches("\\d{1,3}%")) {
            double share = Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
            into.set(SettingKeys.MEMORY_SHARE.key(), Double.toString(share), MEMORY);
        } else if (text.matches("[01](\\.\\d*)?|\\.\\d+")) {
            into.set(SettingKeys.MEMORY_SHARE.key(), text, MEMORY);
        } else {
            into.set(SettingKeys.MEMORY_BYTES.key(), text, MEMORY);
        }
    }

    private static void logs(String text, RawSettings into) {
        switch (text) {
            case "-", "-stderr" -> {
                into.set(LogKeys.CONSOLE.key(), "true", LOGS);
                into.set(LogKeys.STREAM.key(), text.equals("-") ? "stdout" : "stderr", LOGS);
                into.set(LogKeys.FILE.key(), "false", LOGS);
            }
            default -> {
                if (text.matches("(exchange|syslog|journald):.*")) {
                    into.ignore(LOGS);
                } else {
                    into.set(LogKeys.FILE.key(), text, LOGS);
                }
            }
        }
    }

    /** {@code debug}, {@code connection=debug}, {@code +json}. */
    private static void level(String word, RawSettings into) {
        int equals = word.indexOf('=');
        if (word.equals("+json") || word.equals("-json")) {
            into.set(LogKeys.CONSOLE_FORMAT.key(), word.equals("+json") ? "json" : "plaintext", LEVELS);
        } else if (equals > 0) {
            into.set("log." + word.substring(0, equals) + ".level", word.substring(equals + 1), LEVELS);
        } else if (!word.equals("+color") && !word.equals("-color")) {
            into.set(LogKeys.LEVEL.key(), word, LEVELS);
        }
    }

    private void judgeOthers(RawSettings into) {
        Set<String> unknown = new TreeSet<>();
        for (String name : variables.keySet()) {
            String withoutFile = name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name;
            if (MEANINGLESS.contains(name) || MANAGEMENT.matcher(name).matches()) {
                into.ignore(name);
            } else if (!OTHERS.contains(name) && !KEYS.containsKey(withoutFile) && !TLS_KEYS.containsKey(name)) {
                unknown.add(name + nearest(name));
            }
        }
        if (!unknown.isEmpty()) {
            into.remark("environment variables that nobody knows, ignored: " + String.join(", ", unknown));
        }
    }

    /** The prefix that all of them have makes none of them like another. */
    private static String nearest(String name) {
        List<String> known = Stream.of(KEYS.keySet(), TLS_KEYS.keySet(), OTHERS, MEANINGLESS)
                .flatMap(Set::stream)
                .map(one -> one.substring(PREFIX.length()))
                .sorted()
                .toList();
        return NearestName.of(name.substring(PREFIX.length()), known)
                .map(nearest -> " (the nearest known one is " + PREFIX + nearest + ")")
                .orElse("");
    }
}
