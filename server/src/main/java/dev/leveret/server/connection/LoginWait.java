package dev.leveret.server.connection;

import static dev.leveret.amqp.error.AmqpException.channelError;

import dev.leveret.amqp.method.ToConnection;
import dev.leveret.server.auth.Authenticator.Login;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.net.Timers;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The time in which it is found out who a client is: on another thread, or with a refusal that is put off so that guessing is
 * slow. Owned by the connection's loop.
 */
final class LoginWait {

    /** A client that does not wait for answers sends tune-ok and open; who sends more has lost his way. */
    private static final int HELD_MAX = 4;

    private final ConnectionSession session;
    private final BrokerLoop loop;
    private final Timers timers;
    private final ArrayDeque<ToConnection> held = new ArrayDeque<>();

    private CompletableFuture<Login> login = CompletableFuture.completedFuture(null);
    private Timers.Timer delay = () -> {};
    private boolean waiting;

    LoginWait(ConnectionSession session, Timers timers) {
        this.session = session;
        this.loop = session.loop();
        this.timers = timers;
    }

    /** Gives an answer on, at once if it is there and nobody has to wait for it. On this loop, unless the connection has ended. */
    void await(CompletableFuture<Login> coming, Consumer<Login> answer) {
        waiting = true;
        if (coming.isDone()) {
            arrived(coming.join(), answer);
            return;
        }
        login = coming;
        coming.whenComplete((result, failure) -> loop.execute(() -> {
            if (session.state().isEnding()) {
                return;
            }
            if (failure != null) {
                session.crashed(new IllegalStateException("a password could not be checked", failure));
            } else {
                arrived(result, answer);
            }
        }));
    }

    private void arrived(Login result, Consumer<Login> answer) {
        if (result instanceof Login.Refused refused && refused.delayMillis() > 0) {
            delay = timers.after(refused.delayMillis(), () -> tell(refused, answer));
        } else {
            tell(result, answer);
        }
    }

    private void tell(Login result, Consumer<Login> answer) {
        waiting = false;
        answer.accept(result);
        release();
    }

    /** Whether an answer is still to come. There is one at a time: who asks for more takes the others' turn. */
    boolean isWaiting() {
        return waiting;
    }

    /** Keeps a method until the answer has come. */
    void hold(ToConnection method) {
        if (held.size() >= HELD_MAX) {
            throw channelError("unexpected method in connection state %s", session.state().word());
        }
        held.add(method);
    }

    /** Gives what was kept to the session. */
    private void release() {
        while (!held.isEmpty() && !waiting) {
            session.resume(held.poll());
        }
    }

    /** Nobody wants to know any more. */
    void stop() {
        held.clear();
        delay.cancel();
        login.cancel(false);
    }
}
