package dev.leveret.server.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.loop.SimulatedLoops;
import dev.leveret.server.vhost.SimulatedStore;
import dev.leveret.server.vhost.VirtualHost;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies go to amq.rabbitmq.trace with headers of their own; what can't be copied as it is does no harm. */
class FirehoseTest {

    private final SimulatedLoops loops = new SimulatedLoops(2, 1);
    private final VirtualHost vhost = new SimulatedStore(loops.loops()).vhost("/");

    @Test
    void itIsOffAtFirstAndFollowsTheSwitch() {
        assertFalse(vhost.firehose().isOn());
        vhost.firehose().turn(true);
        assertTrue(vhost.firehose().isOn());
        vhost.firehose().turn(false);
        assertFalse(vhost.firehose().isOn());
    }

    @Test
    void copyHasTheBodyAndNoProperties() {
        // given
        Bound bound = new Bound(loops, vhost, "amq.rabbitmq.trace", "#");
        FieldTable headers = FieldTable.builder().put("user", "guest").build();
        // when
        copy("publish.x", headers);
        // then
        Message copy = bound.take().getFirst();
        assertEquals(Address.of("amq.rabbitmq.trace", "publish.x"), copy.address());
        assertEquals(ContentHeader.of(BasicProperties.builder().headers(headers).build()), copy.header());
        assertEquals("body", new String(copy.body()));
    }

    @Test
    void nameThatLeavesNoRoomForTheWordBeforeItIsCut() {
        // given
        Bound bound = new Bound(loops, vhost, "amq.rabbitmq.trace", "#");
        // when
        copy("publish." + "ä".repeat(127), FieldTable.EMPTY);
        // then
        assertEquals(List.of("publish." + "ä".repeat(123)), bound.keys());
    }

    @Test
    void headersThatAreNestedAsDeeplyAsMayBeAreLeftOut() {
        // given
        Bound bound = new Bound(loops, vhost, "amq.rabbitmq.trace", "#");
        FieldTable deep = FieldTable.EMPTY;
        for (int i = 0; i < 63; i++) {
            deep = FieldTable.builder().put("t", deep).build();
        }
        ContentHeader.of(BasicProperties.builder().headers(deep).build()); // may be published
        // when
        FieldTable properties = FieldTable.builder().put("headers", deep).build();
        copy("publish.x", FieldTable.builder().put("user", "guest").put("properties", properties).build());
        // then
        FieldTable headers = bound.take().getFirst().header().headers();
        assertEquals(new FieldValue.Table(FieldTable.EMPTY), headers.get("properties"));
        assertEquals(FieldValue.text("guest"), headers.get("user"));
    }

    @Test
    void queueThatIsFullMayRefuseCopies() {
        // given
        FieldTable limit = FieldTable.builder().put("x-max-length", 1).put("x-overflow", "reject-publish").build();
        Bound bound = new Bound(loops, vhost, "amq.rabbitmq.trace", "#", limit);
        // when
        copy("publish.first", FieldTable.EMPTY);
        copy("publish.second", FieldTable.EMPTY);
        // then
        assertEquals(List.of("publish.first"), bound.keys());
    }

    private void copy(String key, FieldTable headers) {
        var original = Message.of(
                Address.of("x", "key"), ContentHeader.of(BasicProperties.EMPTY), "body".getBytes(), 1);
        loops.on(1, () -> vhost.firehose().copy(loops.at(1), key, headers, original));
    }
}
