package dev.leveret.interop.clients;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A language of clients: what its programs are run by, and what they need. */
enum Language {

    JAVA("java", ".java", List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=logback.xml",
            "-cp", jars()), List.of(), "nothing but Maven") {

        @Override
        Path program(String name) {
            return super.program(Arrays.stream(name.split("_"))
                    .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                    .collect(Collectors.joining()));
        }
    },

    PYTHON("python", ".py", List.of("/usr/bin/python3"),
            List.of("/usr/bin/python3", "-c", "import pika, aio_pika, aiormq, kombu, amqp, celery"),
            "apt install python3-pika python3-aio-pika python3-aiormq python3-kombu python3-amqp python3-celery"),

    NODE("node", ".js", List.of("node"),
            List.of("node", "-e", "require('amqplib'); require('amqp-connection-manager'); require('rabbitmq-client')"),
            "apt install nodejs npm, and npm install --no-package-lock in interop-tests/clients/node"),

    GO("go", ".go", List.of("./compiled"), List.of("./compile"), "apt install golang-go golang-github-rabbitmq-amqp091-go-dev"),

    RUBY("ruby", ".rb", List.of("ruby"), List.of("ruby", "-e", "require 'bunny'"), "apt install ruby ruby-bunny"),

    PHP("php", ".php", List.of("php"), List.of("php", "-r", "require 'PhpAmqpLib/autoload.php'; new AMQPEnvelope();"),
            "apt install php-cli php-amqp php-amqplib"),

    C("c", ".sh", List.of("sh"), List.of("sh", "-c", "command -v amqp-publish"), "apt install amqp-tools"),

    PERL("perl", ".pl", List.of("perl"), List.of("perl", "-MAnyEvent::RabbitMQ", "-MNet::AMQP", "-e", "1"),
            "apt install libanyevent-rabbitmq-perl libnet-amqp-perl"),

    ERLANG("erlang", ".erl", List.of("./run"), List.of("./run", "check"),
            "apt install rabbitmq-server, which has the client among its plugins; it need not run"),

    DOTNET("dotnet", ".cs", List.of("./compiled"), List.of("./compile"), "apt install mono-mcs mono-runtime libmono-rabbitmq4.0-cil");

    private static final Path ALL = Path.of("clients").toAbsolutePath();

    private final String word;
    private final String suffix;
    private final List<String> runner;
    private final List<String> check;
    private final String remedy;

    Language(String word, String suffix, List<String> runner, List<String> check, String remedy) {
        this.word = word;
        this.suffix = suffix;
        this.runner = runner;
        this.check = check;
        this.remedy = remedy;
    }

    /** Those that {@code -Dclients=python,node} names, or {@code -Dclients=all}. */
    static Stream<Language> selected() {
        List<String> words = Arrays.asList(System.getProperty("clients", "").split(","));
        List<String> unknown = new ArrayList<>(words);
        unknown.remove("all");
        Arrays.stream(values()).forEach(each -> unknown.remove(each.word));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("-Dclients=" + String.join(",", unknown) + ": known are all, "
                    + String.join(", ", Arrays.stream(values()).map(each -> each.word).toList()));
        }
        return Arrays.stream(values()).filter(each -> words.contains("all") || words.contains(each.word));
    }

    /** Its folder under {@code interop-tests/clients}. */
    Path folder() {
        return ALL.resolve(word);
    }

    /** The words of a command that runs a program of the folder. */
    List<String> command(Path program) {
        List<String> words = new ArrayList<>(runner);
        words.add(program.toString());
        return words;
    }

    /** A program of the folder, whose name is given as words with underscores between them and without a suffix. */
    Path program(String name) {
        return Path.of(name + suffix);
    }

    /** All programs in a folder within its folder, sorted. */
    List<Path> programs(String within) throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve(within))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().map(folder()::relativize).toList();
        }
    }

    /** Fails with what to install if the clients are not there: they were asked for. */
    void requireClients() throws Exception {
        if (check.isEmpty()) {
            return;
        }
        File log = File.createTempFile("check", ".log");
        try {
            int exitCode = new ProcessBuilder(check).directory(folder().toFile()).redirectErrorStream(true).redirectOutput(log)
                    .start().waitFor();
            if (exitCode != 0) {
                throw missing(Files.readString(log.toPath()));
            }
        } catch (IOException e) {
            throw missing(e.getMessage()); // not even what runs them is there
        } finally {
            Files.delete(log.toPath());
        }
    }

    private AssertionError missing(String reason) {
        return new AssertionError("the clients for " + word + " are not all there: " + remedy + "\n" + reason);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The libraries of the class path, without what is built here: a program of a user does not have that. */
    private static String jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains(File.separator + "target" + File.separator))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String toString() {
        return word;
    }
}
