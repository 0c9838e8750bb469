package dev.leveret.server.setups;

import dev.leveret.server.config.CommandLine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder with files as people have them for RabbitMQ: a rabbitmq.conf, or a compose.yaml with what it mounts. Nothing of it is
 * changed; where a file says a path of the container, the option behind it says where that is in the folder.
 */
final class Setup {

    private static final String MAIN = "/etc/rabbitmq/rabbitmq.conf";
    private static final String MORE = "/etc/rabbitmq/conf.d";
    private static final Pattern ENTRY = Pattern.compile("- ([A-Z_0-9]+)=(.*)|([A-Z_0-9]+): \"?(.*?)\"?");
    private static final Pattern MOUNT = Pattern.compile("- \\./([^:]+):([^:]+)(:ro)?");
    private static final Pattern PATH_VALUE = Pattern.compile("(?m)^(\\S+) = (/\\S+)$");

    private final Map<String, String> environment = new TreeMap<>();

    /** Paths in the container, and what is mounted there. */
    private final Map<String, Path> mounts = new LinkedHashMap<>();

    private Setup() {}

    /** The one of that name among the resources of the tests. */
    static Setup named(String name) throws IOException, URISyntaxException {
        Path folder = Path.of(Setup.class.getResource("/setups/" + name).toURI());
        Setup setup = new Setup();
        Path compose = folder.resolve("compose.yaml");
        if (Files.exists(compose)) {
            setup.readCompose(compose);
        } else {
            setup.mounts.put(MAIN, folder.resolve("rabbitmq.conf"));
        }
        return setup;
    }

    /** What the image makes of it, on a free port and with data of its own. */
    CommandLine.Run start(Path data) throws IOException {
        List<String> options = new ArrayList<>(List.of("server", "--data", data.toString(), "--port", "0"));
        if (mounts.containsKey(MAIN)) {
            Matcher path = PATH_VALUE.matcher(Files.readString(mounts.get(MAIN)));
            while (path.find()) {
                if (mounts.containsKey(path.group(2))) {
                    options.addAll(List.of("--set", path.group(1) + "=" + mounts.get(path.group(2))));
                }
            }
        }
        return parse(options);
    }

    /** What the files and variables say alone. */
    CommandLine.Run asItIs() {
        return parse(List.of());
    }

    private CommandLine.Run parse(List<String> options) {
        Map<String, String> variables = new TreeMap<>();
        environment.forEach((name, value) -> variables.put(name, inFolder(value)));
        Map.of("RABBITMQ_CONFIG_FILE", MAIN, "RABBITMQ_CONFIG_FILES", MORE).forEach((name, path) -> {
            if (mounts.containsKey(path)) {
                variables.putIfAbsent(name, mounts.get(path).toString());
            }
        });
        return (CommandLine.Run) CommandLine.parse(options.toArray(String[]::new), variables, "1.2.3");
    }

    private String inFolder(String value) {
        for (Map.Entry<String, Path> mount : mounts.entrySet()) {
            if (value.equals(mount.getKey()) || value.startsWith(mount.getKey() + "/")) {
                return mount.getValue() + value.substring(mount.getKey().length());
            }
        }
        return value;
    }

    /** As much of YAML as these files have. */
    private void readCompose(Path compose) throws IOException {
        String section = "";
        for (String line : Files.readAllLines(compose)) {
            String text = line.strip();
            if (text.endsWith(":")) {
                section = text;
                continue;
            }
            Matcher entry = ENTRY.matcher(text);
            Matcher mount = MOUNT.matcher(text);
            if (section.equals("environment:") && entry.matches()) {
                boolean isList = entry.group(1) != null;
                environment.put(entry.group(isList ? 1 : 3), entry.group(isList ? 2 : 4));
            } else if (section.equals("volumes:") && mount.matches()) {
                mounts.put(mount.group(2), compose.resolveSibling(mount.group(1)));
            }
        }
    }
}
