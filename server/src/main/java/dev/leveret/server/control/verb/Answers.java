package dev.leveret.server.control.verb;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.server.admin.AdminException;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.vhost.UnwrittenException;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits for what event loops, and the store, answer to a command. */
final class Answers {

    private static final int ANSWER_SECONDS = 60;

    private Answers() {}

    /** Waits until a change is safe; what can't be is told in the words of rabbitmqctl. */
    static <T> T change(Supplier<CompletableFuture<T>> change) throws RequestException {
        try {
            return await(change.get());
        } catch (AdminException e) {
            throw refusal(e);
        }
    }

    /** The same for a verb whose first word is a user, who may not be there. */
    static <T> T change(CommandWords words, NoSuchUser noSuchUser, Supplier<CompletableFuture<T>> change)
            throws RequestException {
        try {
            return await(change.get());
        } catch (AdminException e) {
            throw e.reason() == AdminException.Reason.NO_SUCH_USER ? noSuchUser.exception(words.argument(0)) : refusal(e);
        }
    }

    /** What can't be changed, in the words of rabbitmqctl. */
    static RequestException refusal(AdminException e) {
        return switch (e.reason()) {
            case NO_SUCH_USER -> new RequestException(ExitCode.NO_SUCH_USER, e.getMessage(), e);
            case NO_SUCH_VHOST -> RequestException.bare(ExitCode.DATA, e.getMessage());
            case ALREADY_EXISTS -> new RequestException(ExitCode.FAILED, e.getMessage(), e);
            case TOO_MANY -> new RequestException(ExitCode.USAGE, e.getMessage(), e);
            case INVALID -> new RequestException(ExitCode.UNAVAILABLE, e.getMessage(), e);
        };
    }

    /** Waits for an answer. */
    static <T> T await(CompletableFuture<T> answer) throws RequestException {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AmqpException refused) {
                throw new RequestException(refused.error().text(), e);
            }
            if (e.getCause() instanceof UnwrittenException || e.getCause() instanceof IllegalStateException) {
                throw new RequestException(e.getCause().getMessage(), e);
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new RequestException("the broker has not answered for " + ANSWER_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException("interrupted", e);
        }
    }

    /** Whether something is done in time. */
    static boolean isGiven(CompletableFuture<?> answer, long seconds) {
        try {
            answer.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The virtual host that a command is for. */
    static VirtualHost host(VirtualHosts hosts, CommandWords words) throws RequestException {
        return host(hosts, words.vhost());
    }

    static VirtualHost host(VirtualHosts hosts, String name) throws RequestException {
        VirtualHost host = hosts.find(name);
        if (host == null) {
            throw RequestException.bare(ExitCode.DATA, "Virtual host '" + name + "' does not exist");
        }
        return host;
    }
}
