package dev.leveret.server.control.verb;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The certificates that a listener really shows to who names no host, seen by connecting to it. */
final class ServedCertificates implements X509TrustManager {

    private static final int WAIT_MILLIS = 5_000;

    /** Null until they have come. */
    private X509Certificate[] shown;

    private ServedCertificates() {}

    /**
     * Its own and those that it sends with it.
     *
     * @throws IOException if nothing of the kind comes
     */
    static List<X509Certificate> of(InetSocketAddress address) throws IOException {
        ServedCertificates seen = new ServedCertificates();
        try (SSLSocket socket = (SSLSocket) seen.context().getSocketFactory().createSocket()) {
            socket.connect(address, WAIT_MILLIS);
            socket.setSoTimeout(WAIT_MILLIS);
            socket.startHandshake();
        } catch (IOException e) {
            if (seen.shown == null) {
                throw e;
            } // it wants a certificate of ours, too late: its own has come
        }
        return List.of(seen.shown);
    }

    private SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Nothing is sent to whoever it is, so it need not be trusted. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
        shown = chain.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
        throw new IllegalStateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
