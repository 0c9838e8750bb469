package dev.leveret.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import dev.leveret.server.admin.VirtualHostChanges.About;
import dev.leveret.store.AccessDefinition.Permission;
import java.nio.file.Path;
import java.util.List;

/** A broker with an operator, and a user "clerk" with password "pw" who may do everything in "/" and "warren". */
final class AdministeredBroker implements AutoCloseable {

    static final String BY = "operator";
    static final About NOTHING = new About("", List.of(), "");

    private final Path data;
    private final String[] settings;
    private TestBroker broker;

    AdministeredBroker(Path data, String... settings) {
        this.data = data;
        this.settings = settings;
        start();
        hosts().add("warren", NOTHING, BY).join();
        users().add("clerk", bytes("pw"), List.of(), BY).join();
        grant("clerk", "/");
        grant("clerk", "warren");
    }

    private void start() {
        broker = TestBroker.start(data, settings);
    }

    void restart() {
        broker.close();
        start();
    }

    UserChanges users() {
        return broker.broker().administration().users();
    }

    VirtualHostChanges hosts() {
        return broker.broker().administration().virtualHosts();
    }

    TestBroker broker() {
        return broker;
    }

    void grant(String user, String vhost) {
        users().setPermission(new Permission(user, vhost, ".*", ".*", ".*"), BY).join();
    }

    RawClient clerk(String vhost) {
        return RawClient.opened(broker.port(), "clerk", "pw", vhost);
    }

    /** As far as connection.open. */
    RawClient opening(String user, String vhost) {
        return RawClient.opening(broker.port(), user, "pw", vhost);
    }

    static QueueMethod.Declare queue(String name, boolean durable) {
        return new QueueMethod.Declare(name, false, durable, false, false, false, FieldTable.EMPTY);
    }

    static FieldTable limit(String name, int max) {
        return FieldTable.builder().put(name, max).build();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public void close() {
        broker.close();
    }
}
