package dev.leveret.server.connection;

import static dev.leveret.amqp.error.AmqpException.accessRefused;
import static dev.leveret.amqp.error.AmqpException.commandInvalid;
import static dev.leveret.amqp.error.AmqpException.notAllowed;

import dev.leveret.amqp.frame.FrameLimits;
import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.ToConnection;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.auth.Access;
import dev.leveret.server.auth.Authenticator.Login;
import dev.leveret.server.auth.Credentials;
import dev.leveret.server.auth.SaslMechanism;
import dev.leveret.server.channel.RouteCache;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.net.Timers;
import dev.leveret.server.vhost.VirtualHost;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * From the protocol header to connection.open-ok, and what was learned on the way. Source: AMQP 0-9-1 §2.2.4.
 *
 * <p>Owned by the connection's loop.
 */
final class Handshake {

    private static final int PROTOCOL_HEADER_SIZE = 8;
    private static final String LOCALES = "en_US";

    private final ConnectionSession session;
    private final BrokerServices services;
    private final Timers.Timer limit;
    private final LoginWait wait;

    private ClientCapabilities capabilities = ClientCapabilities.NONE;
    private FieldTable clientProperties = FieldTable.EMPTY;
    private String mechanismName = "";
    private FrameLimits limits = new FrameLimits(FrameLimits.FRAME_MAX_BEFORE_TUNE, 0, 0);
    private String user = "";
    private VirtualHost virtualHost;
    private RouteCache routes;
    private Access access;

    Handshake(ConnectionSession session, BrokerServices services, Timers timers) {
        this.session = session;
        this.services = services;
        this.wait = new LoginWait(session, timers);
        this.limit = timers.after(services.settings().timeouts().handshakeMillis(), this::expire);
    }

    ClientCapabilities capabilities() {
        return capabilities;
    }

    /** What the client says of itself; empty before start-ok. */
    FieldTable clientProperties() {
        return clientProperties;
    }

    /** How it has logged in, or tried to; empty before start-ok. */
    String mechanism() {
        return mechanismName;
    }

    FrameLimits limits() {
        return limits;
    }

    String user() {
        return user;
    }

    VirtualHost virtualHost() {
        return virtualHost;
    }

    Access access() {
        return access;
    }

    RouteCache routes() {
        return routes;
    }

    /** Greets, or tells a client of another protocol which one is spoken here. */
    void greet(boolean supported) {
        if (!supported) {
            session.log().accepted();
            session.log().givenUp("the client does not speak AMQP 0-9-1");
            FrameWriter.protocolHeader(session.outbox().reserve(PROTOCOL_HEADER_SIZE));
            session.enter(ConnectionState.CLOSED);
            session.outbox().closeAfterFlush();
            return;
        }
        session.enter(ConnectionState.STARTING);
        String mechanisms = services.mechanisms().names(session.certificate());
        session.send(new ConnectionMethod.Start(0, 9, services.serverProperties().get(), mechanisms, LOCALES));
    }

    void startOk(ConnectionMethod.StartOk answer) {
        // Order: first, since the answer to a failed login depends on them.
        clientProperties = answer.clientProperties();
        session.log().accepted();
        session.log().introduced(clientProperties);
        capabilities = ClientCapabilities.of(clientProperties);
        SaslMechanism mechanism = services.mechanisms()
                .find(answer.mechanism(), session.certificate())
                .orElseThrow(() -> commandInvalid("unknown authentication mechanism '%s'", answer.mechanism()));
        mechanismName = mechanism.name();
        byte[] response = answer.response().bytes();
        SaslMechanism.Proof proof = mechanism.prove(response, session.certificate());
        Arrays.fill(response, (byte) 0); // there may be a password in it
        switch (proof) {
            case SaslMechanism.Proof.Password password -> await(
                    password.credentials().user(), services.authenticator().login(password.credentials(), session.peer()));
            case SaslMechanism.Proof.Name name -> await(name.user(),
                    CompletableFuture.completedFuture(services.authenticator().loginAs(name.user(), session.peer())));
            case SaslMechanism.Proof.Nothing nothing ->
                await("", CompletableFuture.completedFuture(services.authenticator().refuse(nothing.reason(), session.peer())));
        }
    }

    private void await(String name, CompletableFuture<Login> login) {
        session.enter(ConnectionState.AUTHENTICATING);
        wait.await(login, result -> loggedIn(name, result));
    }

    private void loggedIn(String name, Login login) {
        switch (login) {
            case Login.Accepted accepted -> {
                user = accepted.user();
                if (session.events().wanted()) {
                    emit(new BrokerEvent.AuthenticationSucceeded(session.facts(), user));
                }
                session.log().loggedIn(user);
                session.enter(ConnectionState.TUNING);
                session.send(Tuning.offer(services.settings().protocol()));
            }
            case Login.Refused refused -> {
                if (session.events().wanted()) {
                    emit(new BrokerEvent.AuthenticationFailed(session.facts(), name, refused.reason()));
                }
                session.log().loginRefused(mechanismName, refused.reason());
                session.channelFailed(0, accessRefused("Login was refused using authentication mechanism %s. "
                        + "For details see the broker logfile.", mechanismName));
            }
            case Login.Busy busy -> {
                // Not a refusal: the client shall come again.
                session.log().givenUp("too many logins wait to be checked");
                session.drop();
            }
        }
    }

    /** A method has come before it is known who the client is. */
    void hold(ToConnection method) {
        wait.hold(method);
    }

    void tuneOk(ConnectionMethod.TuneOk answer) {
        limits = Tuning.agree(services.settings().protocol(), answer);
        session.enter(ConnectionState.OPENING);
        session.tuned(limits);
    }

    void open(ConnectionMethod.Open open) {
        String name = open.virtualHost();
        VirtualHost found = services.virtualHosts().find(name);
        if (found == null) {
            throw notAllowed("vhost %s not found", name);
        }
        // Order: limits first, as in RabbitMQ.
        session.counted().open(user, found);
        if (!services.authenticator().mayOpen(user, name)) {
            throw notAllowed("access to vhost '%s' refused for user '%s'", name, user);
        }
        // Order: who may not come in takes no place, however long he leaves our close unanswered.
        if (!session.admission().enter()) {
            throw notAllowed("connection refused: node connection limit (%d) is reached",
                    services.settings().listen().admission().connectionMax());
        }
        virtualHost = found;
        routes = new RouteCache(found, session.loop());
        access = services.authenticator().access(user, name);
        limit.cancel();
        session.enter(ConnectionState.RUNNING);
        session.send(new ConnectionMethod.OpenOk());
        if (session.events().wanted()) {
            emit(new BrokerEvent.ConnectionCreated(session.facts(), user, name, limits));
        }
        session.log().opened(user, name);
    }

    private void emit(BrokerEvent event) {
        session.events().emit(session.loop(), event);
    }

    /** Checks a new password. Source: RabbitMQ doc page "oauth2", section on token refresh. */
    void updateSecret(ConnectionMethod.UpdateSecret update) {
        if (wait.isWaiting()) {
            wait.hold(update); // for the one before it
            return;
        }
        Credentials credentials = new Credentials(user, update.newSecret().bytes());
        wait.await(services.authenticator().login(credentials, session.peer()), this::secretChecked);
    }

    private void secretChecked(Login login) {
        if (login instanceof Login.Accepted) {
            session.send(new ConnectionMethod.UpdateSecretOk());
            return;
        }
        if (login instanceof Login.Refused refused) {
            session.log().secretRefused(refused.reason());
        } else {
            session.log().secretRefused("too many logins wait to be checked");
        }
        session.channelFailed(
                0, notAllowed("New secret was refused by one of the backends").at(ConnectionMethod.UpdateSecret.ID));
    }

    /** It has ended, well or not. */
    void stop() {
        limit.cancel();
        wait.stop();
    }

    private void expire() {
        session.log().givenUp("no connection.open in " + services.settings().timeouts().handshakeMillis() + " ms");
        session.drop();
    }
}
