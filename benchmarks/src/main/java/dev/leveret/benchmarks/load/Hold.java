package dev.leveret.benchmarks.load;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Consumes and acknowledges nothing, until its standard input ends. Says how much it holds whenever that has changed. */
final class Hold {

    private final Broker broker;
    private final Options options;
    private final AtomicLong held = new AtomicLong();

    Hold(Broker broker, Options options) {
        this.broker = broker;
        this.options = options;
    }

    String run() throws IOException, TimeoutException, InterruptedException {
        String prefix = options.text("prefix", "deep");
        try (Connection connection = broker.connect("hold"); Channel channel = connection.createChannel()) {
            channel.basicQos(options.count("prefetch", 0));
            for (int queue = 0; queue < options.count("queues", 1); queue++) {
                channel.basicConsume(Broker.queue(prefix, queue), false,
                        (tag, delivery) -> held.incrementAndGet(), tag -> System.out.println("cancelled"));
            }
            long said = -1;
            while (!StandardInput.ended() && connection.isOpen()) {
                if (held.get() != said) {
                    said = held.get();
                    System.out.println("holding " + said);
                }
                Thread.sleep(200);
            }
            return "held=%d alive=%d".formatted(held.get(), connection.isOpen() ? 1 : 0);
        }
    }
}
