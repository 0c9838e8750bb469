package dev.leveret.routing;

import static dev.leveret.routing.TestVirtualHost.assertRefused;
import static dev.leveret.routing.TestVirtualHost.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The headers CC and BCC, which hold more routing keys for a message. */
class SelectedKeysTest {

    private final TestVirtualHost host = new TestVirtualHost();

    @BeforeEach
    void declareQueues() {
        for (String name : List.of("a", "b", "c")) {
            host.queue(name);
            host.bind("amq.direct", name, name);
            host.bind("amq.topic", name, name + ".*");
        }
    }

    @Test
    void messageGoesWhereItsRoutingKeyAndBothHeadersSayOnceEach() {
        // given
        FieldTable headers = FieldTable.of("CC", texts("b", "a")).with("BCC", texts("c", "b"));
        // then
        assertEquals(Set.of("a", "b", "c"), host.route("", "a", headers));
        assertEquals(Set.of("a", "b", "c"), host.route("amq.direct", "a", headers));
        assertEquals(Set.of("a", "b", "c"), host.route("amq.direct", "nowhere", headers.with("CC", texts("a"))));
        assertTrue(host.destinations.dependsOnHeaders());
    }

    @Test
    void topicExchangeMatchesEachOfTheKeys() {
        assertEquals(
                Set.of("a", "c"), host.route("amq.topic", "a.x", FieldTable.of("CC", texts("c.y", "b"))));
    }

    @Test
    void blindHeaderIsTakenOutOfTheMessageAndNothingElseIs() {
        // given
        FieldTable headers = FieldTable.of("CC", texts("b")).with("BCC", texts("c")).with("k", FieldValue.text("v"));
        // when
        host.route("", "a", headers);
        // then
        BasicProperties delivered = host.destinations.message().header().properties();
        assertEquals(headers.without("BCC"), delivered.headers());
        assertEquals("text/plain", delivered.contentType());
        assertEquals(1, host.destinations.message().bodySize());
    }

    @Test
    void blindHeaderAloneLeavesAnEmptyTableAndEveryExchangeTakesItOut() {
        // when
        host.bind("amq.fanout", "a", "");
        host.route("amq.fanout", "", FieldTable.of("BCC", texts("b")));
        // then
        assertEquals(1, host.destinations.count());
        assertEquals(FieldTable.EMPTY, host.destinations.message().header().properties().headers());
    }

    @Test
    void headersExchangeDoesNotSeeTheBlindHeader() {
        // given
        host.bind("amq.headers", "a", FieldTable.of("BCC", new FieldValue.Void()));
        host.bind("amq.headers", "b", FieldTable.of("CC", new FieldValue.Void()));
        // then
        assertEquals(
                Set.of("b"),
                host.route("amq.headers", "", FieldTable.of("CC", texts("z")).with("BCC", texts("z"))));
    }

    @Test
    void messageWithoutBlindHeaderStaysTheSameObject() {
        // given
        Message message = TestVirtualHost.message("", "a", FieldTable.of("CC", texts("b")));
        // when
        host.router.route(host.topology.exchange(""), message, host.destinations);
        // then
        assertSame(message, host.destinations.message());
    }

    @Test
    void elementsThatAreNoLongStringsArePassedOver() {
        // given
        FieldValue mixed = new FieldValue.Array(List.of(new FieldValue.Int32(5), FieldValue.text("b")));
        // then
        assertEquals(Set.of("a", "b"), host.route("", "a", FieldTable.of("CC", mixed)));
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                arguments(FieldValue.text("s"), "longstr"),
                arguments(new FieldValue.Int32(5), "signedint"),
                arguments(new FieldValue.Int64(5), "long"),
                arguments(new FieldValue.Int16((short) 5), "short"),
                arguments(new FieldValue.Int8((byte) 5), "byte"),
                arguments(new FieldValue.Bool(true), "bool"),
                arguments(new FieldValue.Table(FieldTable.EMPTY), "table"),
                arguments(new FieldValue.Timestamp(5), "timestamp"),
                arguments(new FieldValue.Float64(1.5), "double"),
                arguments(new FieldValue.Float32(1.5f), "float"),
                arguments(new FieldValue.Bytes(new byte[1]), "binary"),
                arguments(new FieldValue.Decimal(1, 15), "decimal"),
                arguments(new FieldValue.Void(), "void"));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void headerThatIsNoArrayIsRefusedWhateverTheExchange(FieldValue value, String typeName) {
        for (String name : List.of("CC", "BCC")) {
            for (String exchange : List.of("", "amq.direct", "amq.fanout", "amq.headers")) {
                assertRefused(
                        "PRECONDITION_FAILED - invalid message: {unacceptable_type_in_header,\"%s\",%s}"
                                .formatted(name, typeName),
                        () -> host.route(exchange, "a", FieldTable.of(name, value)));
            }
        }
    }

    @Test
    void lookAtTheBytesFindsEveryPlaceOfTheName() {
        for (String name : List.of("CC", "BCC")) {
            for (int size = 0; size < 20; size++) {
                // given headers of different sizes before and after it
                FieldTable headers = FieldTable.of("p".repeat(size), FieldValue.text(""))
                        .with(name, texts())
                        .with("s", FieldValue.text("s".repeat(size % 3)));
                // then
                assertTrue(Router.selectsKeys(header(headers)), name + " after " + size);
            }
        }
    }

    @Test
    void otherNamesAreNotTakenForOne() {
        for (String name : List.of("cc", "C", "CCC", "ABCC", "DCC", "ACC", "bcc", "BC")) {
            assertFalse(Router.selectsKeys(header(FieldTable.of(name, FieldValue.text("C")))), name);
        }
        assertFalse(Router.selectsKeys(ContentHeader.of(BasicProperties.EMPTY)));
    }

    private static ContentHeader header(FieldTable headers) {
        return ContentHeader.of(BasicProperties.builder().headers(headers).build());
    }
}
