package dev.leveret.benchmarks.soak;

import dev.leveret.benchmarks.load.Findings;
import dev.leveret.benchmarks.load.Latencies;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all clients count together.
 *
 * @param published sent, whatever became of it
 * @param confirmed confirmed or committed
 * @param delivered handed to a consumer, again or not
 * @param disconnected sessions that ended before they should
 * @param findings broken rules
 * @param toDelivery of the probe: from publish to delivery
 * @param toConfirm of the probe: from publish to confirm
 */
record Totals(LongAdder published, LongAdder confirmed, LongAdder delivered, LongAdder disconnected,
        Findings findings, Latencies toDelivery, Latencies toConfirm) {

    Totals() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(),
                new Findings(), new Latencies(), new Latencies());
    }

    /** One line, with the probe's times since the line before. */
    String line() {
        String line = ("published=%d confirmed=%d delivered=%d disconnected=%d findings=%d probes=%d"
                + " delivery_p50=%.0f delivery_p99=%.0f delivery_max=%.0f confirm_p50=%.0f confirm_p99=%.0f confirm_max=%.0f")
                .formatted(published.sum(), confirmed.sum(), delivered.sum(), disconnected.sum(), findings.count(), toDelivery.count(),
                        toDelivery.micros(0.5), toDelivery.micros(0.99), toDelivery.micros(1),
                        toConfirm.micros(0.5), toConfirm.micros(0.99), toConfirm.micros(1));
        toDelivery.reset();
        toConfirm.reset();
        return line;
    }
}
