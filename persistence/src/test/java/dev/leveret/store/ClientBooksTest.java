package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientBooksTest {

    private final ClientBooks books = new ClientBooks();

    @Test
    void aConfirmedCopyThatIsNowhereIsLost() {
        books.confirm(List.of("m1 q1"));
        assertThrows(AssertionError.class, () -> books.judge(new StoreContents(), 0));
    }

    /** Two messages with one deduplication key, in two queues that remember it and are each other's dead letter queue. */
    @Test
    void ofTwoThatRepeatEachOtherWhereTheyWentNothingIsLost() {
        books.confirm(List.of("m1 q1", "m2 q2"));
        books.moved("m1 q1", List.of("m1 q1>q2"));
        books.repeats("m1 q1>q2", "m2 q2");
        books.moved("m2 q2", List.of("m2 q2>q1"));
        books.repeats("m2 q2>q1", "m1 q1");
        assertDoesNotThrow(() -> books.judge(new StoreContents(), 0));
    }

    @Test
    void whatWentToTwoPlacesAndIsLostInOneIsLostThoughItIsRepeatedInTheOther() {
        books.confirm(List.of("m1 q1"));
        books.moved("m1 q1", List.of("m1 q1>q2", "m1 q1>q3"));
        books.repeats("m1 q1>q2", "m1 q1");
        assertThrows(AssertionError.class, () -> books.judge(new StoreContents(), 0));
    }
}
