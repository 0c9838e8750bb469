package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.state.Consumer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No more bytes are on their way to a consumer's socket than its window holds. */
class DeliveryWindowTest {

    private static final int HALF = Consumer.WINDOW_BYTES_MAX / 2;

    private final TestQueue queue = TestQueue.transientOne();

    private TestQueue publishBig(String name, int bodySize) {
        queue.actor.enqueue(TestMessages.bigOne(name, bodySize), null, 0);
        return queue;
    }

    private long sizeOf(String name) {
        return queue.delivered(name).message().size();
    }

    @Test
    void aConsumerWhoseWindowIsUsedUpGetsNothingMore() {
        // given a consumer
        queue.subscribeNoAck("c1");
        queue.quietly();

        // when messages of half a window arrive
        publishBig("m1", HALF);
        publishBig("m2", HALF);
        publishBig("m3", HALF);

        // then the third waits for the socket
        assertEquals(List.of("c1 <- m1", "c1 <- m2"), queue.deliver());
    }

    @Test
    void aWindowThatIsExactlyUsedUpIsUsedUp() {
        // given a consumer, and a message that fills its window to the byte
        queue.subscribeNoAck("c1");
        queue.quietly();
        int overhead = TestMessages.bigOne("m1", HALF).size() - HALF;
        publishBig("m1", Consumer.WINDOW_BYTES_MAX - overhead);

        // when another one follows
        queue.publish("m2");

        // then it waits
        assertEquals(List.of("c1 <- m1"), queue.deliver());
    }

    @Test
    void itGoesOnWhenTheSocketHasTakenSome() {
        // given a consumer whose window is used up
        Consumer consumer = queue.subscribeNoAck("c1");
        publishBig("m1", HALF);
        publishBig("m2", HALF);
        publishBig("m3", HALF);
        publishBig("m4", HALF).quietly();

        // when its socket has taken one message
        queue.handle(new QueueCommand.CreditReturned(consumer, sizeOf("m1")));

        // then it gets one more
        assertEquals(List.of("c1 <- m3"), queue.deliver());
    }

    @Test
    void aMessageBiggerThanTheWindowGoesAlone() {
        // given a consumer, and messages bigger than its window
        Consumer consumer = queue.subscribe("c1");
        publishBig("m1", 10 * HALF);
        publishBig("m2", 10 * HALF);

        // when a turn runs
        // then one is on its way
        assertEquals(List.of("consume: subscribed c1", "c1 <- m1"), queue.deliver());

        // and the next one follows when it has been taken, settled or not
        queue.handle(new QueueCommand.CreditReturned(consumer, sizeOf("m1")));
        assertEquals(List.of("c1 <- m2"), queue.deliver());
    }

    @Test
    void aStuckSocketHoldsUpNobodyElse() {
        // given two consumers, one of which has used up its window
        queue.subscribe("c1");
        publishBig("m1", 2 * HALF).quietly();
        queue.subscribe("c2");
        queue.quietly();

        // when messages arrive
        queue.publish("m2", "m3");

        // then the other one gets them
        assertEquals(List.of("c2 <- m2", "c2 <- m3"), queue.deliver());
    }

    @Test
    void bothLimitsMustAllowADelivery() {
        // given a consumer with a limit of one and a used up window
        Consumer consumer = queue.subscribe("c1", 1);
        publishBig("m1", 2 * HALF);
        queue.publish("m2").quietly();
        Message first = queue.delivered("m1").message();

        // when it settles, nothing happens until its socket has taken the message too
        queue.settle("m1", Outcome.ACK);
        assertEquals(List.of(), queue.deliver());
        queue.handle(new QueueCommand.CreditReturned(consumer, first.size()));

        // then
        assertEquals(List.of("c1 <- m2"), queue.deliver());
    }

    @Test
    void creditOfACancelledConsumerIsHarmless() {
        // given a consumer that is cancelled while its window is used up
        Consumer consumer = queue.subscribe("c1");
        publishBig("m1", 2 * HALF).quietly();
        queue.cancel(consumer);
        queue.publish("m2").quietly();

        // when its socket has taken the message
        queue.handle(new QueueCommand.CreditReturned(consumer, sizeOf("m1")));

        // then nothing is delivered to it
        assertEquals(List.of(), queue.deliver());
    }
}
