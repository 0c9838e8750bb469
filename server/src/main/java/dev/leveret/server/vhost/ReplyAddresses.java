package dev.leveret.server.vhost;

import dev.leveret.amqp.message.Message;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.LoopMessage;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Direct reply-to: names that look like queues' and lead straight to a consumer. Source: RabbitMQ doc page "Direct
 * Reply-to". From all loops, without a lock.
 */
public final class ReplyAddresses {

    /** What clients consume from and name in reply-to; the names made from it have a dot and a secret behind it. */
    public static final String NAME = "amq.rabbitmq.reply-to";

    private static final String PREFIX = NAME + ".";
    private static final int SECRET_SIZE = 24;

    /** Whoever waits for replies. */
    public interface Receiver {

        /** The loop of its connection. From any thread. */
        BrokerLoop loop();

        /** Takes a reply. On that loop. */
        void reply(Message message);
    }

    private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** Gives a receiver an address that nobody can guess. */
    public String open(Receiver receiver) {
        byte[] secret = new byte[SECRET_SIZE];
        random.nextBytes(secret);
        String address = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        receivers.put(address, receiver);
        return address;
    }

    /** Takes an address out of use. */
    public void close(String address) {
        receivers.remove(address);
    }

    /** Whether a queue name is one of these addresses, open or not. */
    public static boolean isAddress(String queue) {
        return queue.startsWith(PREFIX);
    }

    /** Whether somebody waits there. */
    public boolean isOpen(String address) {
        return receivers.containsKey(address);
    }

    /** Brings a message to whoever waits there; if nobody does any more it is dropped. */
    public void deliver(BrokerLoop from, String address, Message message) {
        Receiver receiver = receivers.get(address);
        if (receiver == null) {
            return;
        }
        if (receiver.loop() == from) {
            receiver.reply(message);
        } else {
            from.send(receiver.loop(), new Reply(receiver, message));
        }
    }

    private record Reply(Receiver receiver, Message message) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            receiver.reply(message);
        }

        @Override
        public int ingressBytes() {
            return message.size();
        }
    }
}
