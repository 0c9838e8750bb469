package dev.leveret.benchmarks.load;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** What any other client does meanwhile: declares a queue, publishes to it, gets the message, deletes the queue. */
final class Visit {

    private static final long CONFIRM_MILLIS = 60_000;

    private final Broker broker;
    private final Options options;

    Visit(Broker broker, Options options) {
        this.broker = broker;
        this.options = options;
    }

    String run() throws IOException, TimeoutException, InterruptedException {
        int times = options.count("times", 20);
        int served = 0;
        Latencies latencies = new Latencies();
        try (Connection connection = broker.connect("visit"); Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < times; i++) {
                String queue = "visit." + i;
                long started = System.nanoTime();
                channel.queueDeclare(queue, true, false, false, null);
                channel.basicPublish("", queue, Broker.PERSISTENT, Numbered.body(0, i, 100));
                channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
                GetResponse got = channel.basicGet(queue, true);
                served += got != null && Numbered.read(got.getBody()).sequence() == i ? 1 : 0;
                channel.queueDelete(queue);
                latencies.add(System.nanoTime() - started);
            }
        }
        return "served=%d of=%d findings=%d p50_us=%.0f max_us=%.0f"
                .formatted(served, times, times - served, latencies.micros(0.5), latencies.micros(1));
    }
}
