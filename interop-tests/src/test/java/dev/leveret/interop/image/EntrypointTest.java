package dev.leveret.interop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.BrokerProcess.Ran;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.LeveretOnly;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's entrypoint with the variables, files and commands that RabbitMQ's image is used with. */
@LeveretOnly("its own image is looked at")
class EntrypointTest {

    private static final String PASSWORD = "changeit";
    private static final Pattern TLS_PORT = Pattern.compile("listening for TLS on \\S+:(\\d+)");

    @TempDir
    private Path root;

    @Test
    void variablesAndSecretsOfRabbitMqsImageMakeTheFirstUser() throws Exception {
        Path secret = Files.writeString(root.resolve("secret"), "s3cret\n");
        ImageFolder image = new ImageFolder(root)
                .with("RABBITMQ_DEFAULT_USER", "ann")
                .with("RABBITMQ_DEFAULT_PASS_FILE", secret.toString())
                .with("RABBITMQ_DEFAULT_VHOST", "shop");
        try (BrokerProcess broker = image.start();
                Client client = new Client(broker.broker())) {
            assertTrue(client.connect(factory -> {
                factory.setUsername("ann");
                factory.setPassword("s3cret");
                factory.setVirtualHost("shop");
            }).isOpen());
            assertEquals(new Ran(0, "name\nshop\n", ""), image.exec("rabbitmqctl", "-q", "list_vhosts"));
        }
    }

    /** RabbitMQ's image reads it, so somebody counts on what is in it. */
    @Test
    void advancedConfigIsNotPassedOverInSilence() throws Exception {
        ImageFolder image = new ImageFolder(root);
        Path advanced = Files.writeString(image.etc("advanced.config"), "[{rabbit, [{tcp_listeners, [5673]}]}].\n");
        assertEquals(
                new Ran(1, "", "leveret: RABBITMQ_ADVANCED_CONFIG_FILE: " + advanced + " is in Erlang's terms, which cannot be read;"
                        + " write what it sets as key = value lines of rabbitmq.conf\n"),
                image.run("rabbitmq-server"));

        // but one without anything in it is often there
        Files.writeString(advanced, "%% nothing yet\n[].\n");
        image.start().close();
    }

    /** As Testcontainers' withSSL sets them. */
    @Test
    void variablesOfOlderImagesTurnOnTls() throws Exception {
        // given a certificate that signs itself, and clients that may show one
        Path store = root.resolve("server.p12");
        Path certificate = root.resolve("server.pem");
        keytool("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost",
                "-ext", "san=ip:127.0.0.1", "-keystore", store.toString());
        keytool("-exportcert", "-rfc", "-alias", "server", "-file", certificate.toString(), "-keystore", store.toString());
        ImageFolder image = new ImageFolder(root)
                .with("RABBITMQ_SSL_CERTFILE", store.toString())
                .with("RABBITMQ_SSL_CACERTFILE", certificate.toString())
                .with("RABBITMQ_SSL_VERIFY", "verify_peer")
                .with("RABBITMQ_SSL_FAIL_IF_NO_PEER_CERT", "false")
                .with("RABBITMQ_SSL_DEPTH", "1");
        Files.writeString(image.etc("conf.d/91-tls.conf"), "listeners.ssl.default = 0\nssl_options.password = " + PASSWORD + "\n");
        try (BrokerProcess broker = image.start();
                Client client = new Client(broker.broker())) {
            Matcher port = TLS_PORT.matcher(broker.logText());
            assertTrue(port.find(), broker::logText);
            SSLContext context = trusting(certificate);
            assertTrue(client.connect(factory -> {
                factory.setPort(Integer.parseInt(port.group(1)));
                factory.useSslProtocol(context);
            }).isOpen());
            assertTrue(client.connect().isOpen()); // and without TLS on the other port
        }
    }

    private static void keytool(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Ran ran = BrokerProcess.runToEnd("", new ProcessBuilder(command));
        assertEquals(0, ran.exitCode(), ran::printed);
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void mountedFilesAreReadAndDataOutlivesAnOrderlyStop() throws Exception {
        // given rabbitmq.conf and definitions.json where RabbitMQ's image has them
        ImageFolder image = new ImageFolder(root);
        Files.writeString(image.etc("rabbitmq.conf"), "load_definitions = " + image.etc("definitions.json") + "\n");
        Files.writeString(image.etc("definitions.json"), """
                {"vhosts": [{"name": "/"}], "users": [{"name": "guest", "password": "guest", "tags": "administrator"}],
                 "permissions": [{"user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}],
                 "queues": [{"name": "defined", "vhost": "/", "durable": true, "auto_delete": false, "arguments": {}}]}
                """);
        try (BrokerProcess broker = image.start("rabbitmq-server")) {
            assertEquals(new Ran(0, "defined\t0\n", ""), image.exec("rabbitmqctl", "-s", "list_queues"));
            assertEquals(0, image.exec("rabbitmqctl", "add_user", "later", "pw").exitCode());
            // when it is told to stop
            assertEquals(0, broker.stop());
        }
        // then another run goes on with the data, which is where RabbitMQ's volume is
        assertTrue(Files.exists(image.data().resolve("format")));
        try (BrokerProcess broker = image.start("--set", "heartbeat=30")) {
            assertTrue(image.exec("rabbitmqctl", "-s", "list_users").printed().contains("later\t[]\n"), broker::logText);
        }
    }

    @Test
    void dataGoesWhereRabbitMqsVariablesSay() throws Exception {
        ImageFolder image = new ImageFolder(root).with("RABBITMQ_MNESIA_BASE", root.resolve("elsewhere").toString());
        try (BrokerProcess broker = image.start()) {
            assertTrue(Files.exists(root.resolve("elsewhere/leveret/format")), broker::logText);
            assertEquals(0, image.exec("rabbitmq-diagnostics", "ping").exitCode());
        }
    }

    @Test
    void otherCommandsAreRunAsTheyAre() throws Exception {
        ImageFolder image = new ImageFolder(root);
        assertEquals(new Ran(7, "a b\n", ""), image.run("sh", "-c", "echo \"$0 $1\"; exit 7", "a", "b"));
        assertEquals(69, image.run("rabbitmqctl", "status").exitCode());
        assertEquals(0, image.run("rabbitmqctl", "help").exitCode());
        Ran enabled = image.run("rabbitmq-plugins", "enable", "--offline", "rabbitmq_event_exchange");
        assertEquals(0, enabled.exitCode(), enabled::error);
    }

    @Test
    void healthCheckAsksThePortOrElseTheBroker() throws Exception {
        ImageFolder image = new ImageFolder(root);
        assertTrue(image.exec("healthcheck", "1").exitCode() != 0);
        try (BrokerProcess broker = image.start()) {
            assertEquals(new Ran(0, "", ""), image.exec("healthcheck", Integer.toString(broker.broker().port())));
            Ran asked = image.exec("healthcheck", "1"); // where nobody listens
            assertEquals(0, asked.exitCode(), asked::error);
        }
    }

    @Test
    void healthCheckLeavesNoTraceBehindAProxy() throws Exception {
        ImageFolder image = new ImageFolder(root);
        Files.writeString(image.etc("rabbitmq.conf"), "proxy_protocol = true\n");
        try (BrokerProcess broker = image.start()) {
            Ran asked = image.exec("healthcheck", Integer.toString(broker.broker().port()));
            assertEquals(0, asked.exitCode(), asked::error);
            assertEquals(0, image.exec("rabbitmqctl", "await_startup").exitCode());
            assertFalse(broker.logText().contains("[warning]"), broker::logText);
        }
    }

    @Test
    void namesMayHaveAnyLettersWithoutALocale() throws Exception {
        ImageFolder image = new ImageFolder(root).with("LC_ALL", "POSIX");
        try (BrokerProcess broker = image.start()) {
            // a shell makes them, as the JVM of this test may have no locale either
            Ran ran = image.run("sh", "-c", "name=$(printf 'J\\303\\274rgen'); rabbitmqctl -q add_user \"$name\" pw"
                    + " && rabbitmqctl -q list_users | grep -c \"^$name\"");
            assertEquals(new Ran(0, "1\n", ""), ran, broker::logText);
        }
    }

    @Test
    void toolsAnswerByTheirNames() throws Exception {
        ImageFolder image = new ImageFolder(root);
        try (BrokerProcess broker = image.start()) {
            assertEquals(new Ran(0, "", ""), image.exec("rabbitmqctl", "await_startup"));
            assertEquals(new Ran(0, "[\n]\n", ""), image.exec("rabbitmqctl", "list_queues", "--formatter", "json"));
            assertEquals(new Ran(0, "Ping succeeded\n", ""), image.exec("rabbitmq-diagnostics", "-q", "ping"));
            for (String check : new String[] {"check_running", "check_port_connectivity", "check_local_alarms"}) {
                assertEquals(0, image.exec("rabbitmq-diagnostics", check).exitCode(), check);
            }
            assertEquals(0, image.exec("rabbitmq-plugins", "list", "-q").exitCode());
            assertEquals(new Ran(0, "No items\n", ""), image.exec("rabbitmqadmin", "list", "queues"));
            assertEquals(1, image.exec("rabbitmqadmin", "get", "queue=q").exitCode());
            assertEquals(0, broker.stop());
        }
    }

    @Test
    void itsOwnCommandKnowsTheSettingsAndTheDataOfTheContainer() throws Exception {
        ImageFolder image = new ImageFolder(root);
        Files.writeString(image.etc("rabbitmq.conf"), "heartbeat = 33\n");
        Path copy = root.resolve("copy");
        try (BrokerProcess broker = image.start("leveret", "server", "--set", "channel_max=77")) {
            assertEquals(0, image.exec("rabbitmqadmin", "declare", "queue", "name=q").exitCode());
            Ran config = image.exec("leveret", "config");
            assertTrue(config.printed().contains("heartbeat = 33"), config::toString);
            assertEquals(new Ran(0, "q\t0\n", ""), image.exec("leveret", "-s", "list_queues"));
            assertEquals(0, image.exec("leveret", "backup", copy.toString()).exitCode());
            assertEquals(0, broker.stop());
        }
        assertEquals(0, image.exec("leveret", "check", copy.toString()).exitCode());
        Ran check = image.run("leveret", "check");
        assertTrue(check.exitCode() == 0 && check.printed().contains("'q'"), check::toString);
    }
}
