package dev.leveret.server.tls;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.SaslConfig;
import dev.leveret.server.TestBroker;
import dev.leveret.server.tls.Authority.PemPair;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A broker that listens for TLS, with clients for it.
 *
 * @param broker with its timers in the test's hands
 */
record TlsBroker(TestBroker broker) implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    /** One with this certificate, and settings as key, value, key, value. */
    static TlsBroker start(Path data, PemPair identity, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "ssl_options.certfile", identity.certificate().toString(), "ssl_options.keyfile", identity.key().toString()));
        all.addAll(List.of(settings));
        return start(data, all.toArray(String[]::new));
    }

    /** One with these settings. */
    static TlsBroker start(Path data, String... settings) {
        List<String> all = new ArrayList<>(List.of("listeners.ssl.1", "127.0.0.1:0"));
        all.addAll(List.of(settings));
        return new TlsBroker(TestBroker.start(data, all.toArray(String[]::new)));
    }

    int port() {
        return broker.broker().tlsPort();
    }

    /** RabbitMQ's own client, which looks whether the certificate is for the host. */
    Connection connect(SSLContext context) throws Exception {
        return connect(context, DefaultSaslConfig.PLAIN);
    }

    /** The same, with this way to log in. */
    Connection connect(SSLContext context, SaslConfig login) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port());
        factory.setSaslConfig(login);
        factory.useSslProtocol(context);
        factory.enableHostnameVerification();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setHandshakeTimeout(PATIENCE_MILLIS);
        return factory.newConnection();
    }

    /** The certificate that is shown to a client that names this host; null: none. */
    X509Certificate shown(SSLContext context, String host) throws Exception {
        try (SSLSocket socket = socket(context)) {
            if (host != null) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(host)));
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** Not connected by TLS yet. */
    SSLSocket socket(SSLContext context) throws Exception {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    @Override
    public void close() {
        broker.close();
    }
}
