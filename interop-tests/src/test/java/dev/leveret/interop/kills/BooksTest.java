package dev.leveret.interop.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.interop.kills.Event.Confirmed;
import dev.leveret.interop.kills.Event.Copy;
import dev.leveret.interop.kills.Event.Delivered;
import dev.leveret.interop.kills.Event.Fault;
import dev.leveret.interop.kills.Event.Removed;
import dev.leveret.interop.kills.Event.RolledBack;
import dev.leveret.interop.kills.Event.Sent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The books of the kill rounds see each thing that must not be, and nothing else. */
class BooksTest {

    private final Books books = new Books(Set.of("shared"));

    @Test
    void whatIsAllowedIsNotHeldAgainstTheBroker() {
        // given
        send(1, 0, "a", "b");
        send(1, 1, "a", "b");
        send(1, 2, "a", "b");
        books.add(new Confirmed(7, 0));
        // when the second was seen in part before the kill and lost by it, and the others come again
        deliver(1, "a", 0, 1, false);
        deliver(1, "a", 1, 1, false);
        deliver(2, "a", 0, 1, true);
        deliver(2, "a", 2, 1, true);
        deliver(2, "b", 0, 1, true);
        deliver(2, "b", 2, 1, false);
        // and one is put back
        deliver(2, "b", 2, 1, true);
        // then
        assertEquals(List.of(), books.awaited(1));
        assertViolations();
    }

    @Test
    void confirmedMessageThatNobodyHasSeenIsAwaited() {
        send(1, 0, "a", "b");
        books.add(new Confirmed(7, 0));
        deliver(1, "a", 0, 1, false);
        assertEquals(1, books.awaited(1).size());
        assertEquals(0, books.awaited(0).size());
    }

    @Test
    void consumersMayBeHeardBeforeThePublisher() {
        deliver(1, "a", 0, 1, false);
        send(1, 0, "a");
        books.add(new Confirmed(7, 0));
        assertEquals(List.of(), books.awaited(1));
        assertViolations();
    }

    @Test
    void messageThatComesTwiceWithoutTheFlagIsSeen() {
        send(1, 0, "a");
        deliver(1, "a", 0, 1, false);
        deliver(2, "a", 0, 1, false);
        assertViolations("came again without the redelivered flag", "unflagged and after 0");
    }

    @Test
    void flagOfWhatWasSentAfterTheStartIsSeen() {
        send(2, 0, "a");
        deliver(2, "a", 0, 2, true);
        assertViolations("flagged as redelivered at the first time");
    }

    @Test
    void overtakingIsSeen() {
        send(1, 0, "a");
        send(1, 1, "a");
        deliver(2, "a", 1, 1, true);
        deliver(2, "a", 0, 1, true);
        assertViolations("overtaken");
    }

    @Test
    void overtakingOfUnflaggedMessagesIsSeenAlsoWhereConsumersShareTheQueue() {
        send(1, 0, "shared");
        send(1, 1, "shared");
        deliver(1, "shared", 1, 1, false);
        deliver(1, "shared", 0, 1, false);
        assertViolations("unflagged and after 1");
    }

    @Test
    void whatNobodySentIsSeen() {
        send(1, 0, "a");
        deliver(1, "b", 0, 1, false);
        assertViolations("invented");
    }

    @Test
    void unitThatOutlivesTheKillInPartIsSeen() {
        // given
        send(1, 0, "a", "b");
        // when its first copy is there after the kill, and the other queue has gone on without the second
        deliver(2, "a", 0, 1, true);
        send(2, 1, "a", "b");
        deliver(2, "b", 1, 2, false);
        assertViolations();
        deliver(2, "a", 1, 2, false);
        // then
        assertViolations("there in part");
    }

    @Test
    void unitThatIsThereInPartIsSeenAtTheEnd() {
        send(1, 0, "a", "b");
        deliver(2, "a", 0, 1, true);
        books.judgeAll();
        assertViolations("there in part");
    }

    @Test
    void messageOfARollbackIsSeen() {
        send(1, 0, "a");
        books.add(new RolledBack(7, 0));
        deliver(1, "a", 0, 1, false);
        books.judgeAll();
        assertViolations("there after a rollback");
    }

    @Test
    void messageThatComesBackAfterACommittedRemovalIsSeen() {
        send(1, 0, "a");
        deliver(1, "a", 0, 1, false);
        books.add(new Removed(new Copy(7, 0, "a")));
        deliver(2, "a", 0, 1, true);
        assertViolations("came again although its removal was committed");
    }

    @Test
    void whatAClientFindsIsSeen() {
        books.add(new Fault("a body is not as it was sent"));
        assertViolations("a body is not as it was sent");
    }

    @Test
    void eventsAreReadAsTheyWereWritten() {
        Copy copy = new Copy(7, 3, "a");
        Stream.of(new Sent(7, 1, 3, List.of(copy, new Copy(7, 4, "b"))), new Confirmed(7, 3), new RolledBack(7, 3),
                        new Delivered("c", 2, copy, 1, true), new Removed(copy), new Event.Ended("c", 2, "the broker is gone"),
                        new Fault("two words"))
                .forEach(event -> assertEquals(event, Event.parse(event.line())));
    }

    private void send(int round, int sequence, String... queues) {
        books.add(new Sent(7, round, sequence,
                Stream.of(queues).map(queue -> new Copy(7, sequence, queue)).toList()));
    }

    private void deliver(int round, String queue, int sequence, int sentRound, boolean redelivered) {
        books.add(new Delivered("of-" + queue, round, new Copy(7, sequence, queue), sentRound, redelivered));
    }

    /** Each begins so, in this order, and there are no others. */
    private void assertViolations(String... beginnings) {
        books.judgeInvented();
        books.judgeDoubtful();
        List<String> found = books.violations();
        assertEquals(beginnings.length, found.size(), found::toString);
        for (int i = 0; i < beginnings.length; i++) {
            assertTrue(found.get(i).startsWith(beginnings[i]), found.get(i));
        }
    }
}
