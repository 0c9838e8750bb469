package dev.leveret.server.connection;

import static dev.leveret.amqp.error.AmqpException.channelError;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.method.ToConnection;
import dev.leveret.amqp.value.ArgumentReader;

/** Gives the methods of channel 0 to whoever handles them, in the states that they make sense in. Owned by the connection's loop. */
final class ConnectionDispatch {

    private final ConnectionSession session;
    private final Handshake handshake;
    private final Closing closing;

    ConnectionDispatch(ConnectionSession session, Handshake handshake, Closing closing) {
        this.session = session;
        this.handshake = handshake;
        this.closing = closing;
    }

    void method(int id, ArgumentReader arguments) {
        if (session.state() == ConnectionState.AUTHENTICATING) {
            handshake.hold(MethodDecoder.toConnection(id, arguments));
        } else if (isAdmitted(id)) {
            handle(MethodDecoder.toConnection(id, arguments));
        }
    }

    /** A method that had to wait comes to its turn. */
    void resume(ToConnection method) {
        try {
            if (isAdmitted(method.id())) {
                handle(method);
            }
        } catch (AmqpException e) {
            closing.failed(0, e.error().at(method.id()));
        }
    }

    /** False if nobody listens any more; throws 504 if it makes no sense. */
    private boolean isAdmitted(int id) {
        ConnectionState state = session.state();
        if (!state.admits(id) && !state.isEnding()) {
            throw channelError("unexpected method in connection state %s", state.word());
        }
        return state.admits(id);
    }

    private void handle(ToConnection method) {
        switch (method) {
            case ConnectionMethod.StartOk startOk -> handshake.startOk(startOk);
            case ConnectionMethod.SecureOk secureOk -> throw new IllegalStateException("no state admits " + secureOk);
            case ConnectionMethod.TuneOk tuneOk -> handshake.tuneOk(tuneOk);
            case ConnectionMethod.Open open -> handshake.open(open);
            case ConnectionMethod.UpdateSecret update -> handshake.updateSecret(update);
            case ConnectionMethod.Close close -> closing.requested(close);
            case ConnectionMethod.CloseOk closeOk -> closing.confirmed();
        }
    }
}
