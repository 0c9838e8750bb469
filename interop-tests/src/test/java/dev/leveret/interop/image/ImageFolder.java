package dev.leveret.interop.image;

import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.BrokerProcess.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder like the image's root: the programs of docker/bin with the broker and the Java of this test run, /etc/rabbitmq and
 * /var/lib/rabbitmq.
 */
final class ImageFolder {

    private static final List<String> OTHER_NAMES =
            List.of("rabbitmq-diagnostics", "rabbitmq-plugins", "rabbitmq-queues", "rabbitmqadmin");

    private final Path root;
    private final Path programs;
    private final Map<String, String> variables = new HashMap<>();

    ImageFolder(Path root) throws IOException {
        this.root = root;
        this.programs = Files.createDirectories(root.resolve("opt/leveret/bin"));
        Path docker = Path.of(System.getProperty("leveret.docker", "../docker")).toAbsolutePath().normalize();
        copyAll(docker.resolve("bin"), programs);
        for (String name : OTHER_NAMES) {
            Files.createSymbolicLink(programs.resolve(name), Path.of("rabbitmqctl"));
        }
        Path home = programs.getParent();
        Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        java.toFile().setExecutable(true);
        Path jar = BrokerProcess.jar();
        Files.copy(jar, home.resolve("leveret.jar"));
        copyAll(jar.resolveSibling("lib"), Files.createDirectories(home.resolve("lib")));
        Files.createDirectories(root.resolve("var/lib/rabbitmq"));
        Files.createDirectories(etc("conf.d"));
        Files.copy(docker.resolve("10-defaults.conf"), etc("conf.d/10-defaults.conf"));
        Files.writeString(etc("conf.d/90-port.conf"), "listeners.tcp.default = 0\n");
        variables.put("LEVERET_ROOT", root.toString());
        variables.put("LEVERET_JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** A file of /etc/rabbitmq. */
    Path etc(String name) {
        return root.resolve("etc/rabbitmq").resolve(name);
    }

    Path data() {
        return root.resolve("var/lib/rabbitmq/leveret");
    }

    /** As docker's {@code -e}. */
    ImageFolder with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** As {@code docker run}, of a broker. */
    BrokerProcess start(String... words) throws IOException {
        return BrokerProcess.start(entrypoint(words));
    }

    /** As {@code docker run}, of something that ends. */
    Ran run(String... words) throws IOException, InterruptedException {
        return BrokerProcess.runToEnd("", entrypoint(words));
    }

    private ProcessBuilder entrypoint(String... words) {
        List<String> command = new ArrayList<>(List.of(programs.resolve("docker-entrypoint.sh").toString()));
        command.addAll(List.of(words));
        return builder(command);
    }

    /** As {@code docker exec}. */
    Ran exec(String name, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(programs.resolve(name).toString()));
        command.addAll(List.of(words));
        return BrokerProcess.runToEnd("", builder(command));
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_") || name.startsWith("LEVERET_"));
        builder.environment().putAll(variables);
        return builder;
    }
}
