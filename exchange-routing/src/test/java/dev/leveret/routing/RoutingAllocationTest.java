package dev.leveret.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routing makes no garbage. */
class RoutingAllocationTest {

    private static final int ROUTES = 20_000;
    private static final int QUEUES = 40;

    private final TestVirtualHost host = new TestVirtualHost();
    private long textLength;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @BeforeEach
    void declareQueues() {
        for (int i = 0; i < QUEUES; i++) {
            host.queue("q" + i);
            host.bind("amq.direct", "q" + i, "a.b.c.q3");
            host.bind("amq.fanout", "q" + i, "");
            host.bind("amq.topic", "q" + i, "a.#.q" + i);
            host.bind("amq.topic", "q" + i, "#.b.#");
        }
        host.bindExchange("amq.rabbitmq.trace", "amq.topic", "#");
    }

    @ParameterizedTest
    @CsvSource({"'', q3, 1", "amq.direct, a.b.c.q3, 40", "amq.fanout, k, 40", "amq.topic, a.b.c.q3, 40"})
    void routingAllocatesNothingButTheTextOfTheRoutingKey(String exchange, String key, int count) {
        // given headers that need not be decoded
        Message message = TestVirtualHost.message(exchange, key, FieldTable.builder().put("n", 1).build());
        Exchange start = host.topology.exchange(exchange);
        host.router.route(start, message, host.destinations);
        assertEquals(count, host.destinations.count());
        long texts = allocatedBy(() -> textLength += message.address().routingKey().length());
        // when
        long allocated = allocatedBy(() -> host.router.route(start, message, host.destinations));
        // then less than one object a route; the measuring itself may take a few
        assertTrue(allocated < texts + ROUTES, allocated + " bytes in " + ROUTES + " routes, " + texts + " in texts");
    }

    private long allocatedBy(Runnable routing) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUTES; i++) {
            routing.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
