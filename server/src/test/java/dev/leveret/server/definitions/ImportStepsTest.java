package dev.leveret.server.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.server.admin.GlobalParameters;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.auth.Hashing;
import dev.leveret.server.auth.PasswordRule;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.NewVhostSettings;
import dev.leveret.server.config.TopologyLimits;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.StoreRounds;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told when something can't be done although it was checked, since somebody else was quicker. */
class ImportStepsTest {

    @Test
    void whatIsDoneAlreadyIsTold(@TempDir Path data) throws Exception {
        // given room for one queue
        try (Imports imports = new Imports(data, 1)) {

            // when a file with two is done, that nobody has counted
            DefinitionsException failed = assertThrows(DefinitionsException.class, () -> imports.run("""
                    {"exchanges":[{"name":"x","vhost":"/","type":"fanout","durable":false}],
                     "queues":[{"name":"q","vhost":"/","durable":false},{"name":"r","vhost":"/","durable":false}]}"""));

            // then
            assertEquals("queue 'r' in vhost '/': cannot declare queue 'r': queue limit in cluster (1) is reached; what is done already"
                    + " stays: all vhosts, users and global parameters, permissions and policies, and 2 of 3 new exchanges and queues",
                    failed.getMessage());
            assertEquals(1, imports.host().topology().queues().size());
        }
    }

    @Test
    void bindingWhoseQueueHasGoneIsLeftOut(@TempDir Path data) throws Exception {
        try (Imports imports = new Imports(data, Integer.MAX_VALUE)) {
            imports.run("""
                    {"queues":[{"name":"q","vhost":"/","durable":false}],
                     "bindings":[{"source":"amq.fanout","vhost":"/","destination":"gone","destination_type":"queue"},
                                 {"source":"gone","vhost":"/","destination":"q","destination_type":"queue"},
                                 {"source":"amq.fanout","vhost":"/","destination":"q","destination_type":"queue"}]}""");
            assertEquals(List.of("amq.fanout to q"), imports.host().bindings().stream()
                    .map(binding -> binding.source().name() + " to " + binding.destination().name())
                    .toList());
        }
    }

    @Test
    void whatIsThereAlreadyIsNotTakenForSafe(@TempDir Path data) throws Exception {
        // given a file that has been done
        String file = "{\"users\":[{\"name\":\"u\",\"password_hash\":\"\",\"tags\":[]}]}";
        try (Imports imports = new Imports(data, Integer.MAX_VALUE)) {
            imports.run(file);

            // when it is done again, and the store can write nothing any more
            imports.storeWorks.set(false);
            DefinitionsException failed = assertThrows(DefinitionsException.class, () -> imports.run(file));

            // then
            assertEquals("the store could not write: what is there already", failed.getMessage());
        }
    }

    /** What is done without a check before it. */
    private static final class Imports implements AutoCloseable {

        private final BrokerLoops loops = BrokerLoops.onThreads(List.of(new PromptLoop()), () -> 0);
        private final AtomicBoolean storeWorks = new AtomicBoolean(true);
        private final BrokerStore store;
        private final VirtualHosts hosts;
        private final Users users;

        Imports(Path data, int queuesMax) throws Exception {
            StoreRounds rounds = new StoreRounds(loops);
            store = BrokerStore.open(data, StoreSettings.defaults(),
                    (units, count, durable) -> rounds.roundDone(units, count, durable && storeWorks.get()));
            var events = new BrokerEvents(loops, new NodeIdentity("leveret@test", 1), "/");
            var limits = new TopologyLimits(queuesMax, Integer.MAX_VALUE);
            hosts = VirtualHosts.open(store, loops, events, limits, Long.MAX_VALUE, Long.MAX_VALUE);
            hosts.make("/");
            users = new Users(hosts.definitions(), List.of(), Hashing.SHA_256, new PasswordRule.Anything());
        }

        void run(String file) throws DefinitionsException, JsonException {
            Definitions found = DefinitionsReader.read(JsonReader.read(file), Hashing.SHA_256::of, Optional.empty());
            NewVirtualHosts newHosts = new NewVirtualHosts(
                    new NewVhostSettings(List.of(), List.of(), List.of(), Integer.MAX_VALUE), hosts, users);
            new ImportSteps(found, hosts, newHosts, users, new GlobalParameters(hosts, "leveret@test"), loops).run();
        }

        VirtualHost host() {
            return hosts.find("/");
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
