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
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.StoreRounds;
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
        // given room for one queue, and a file with two that nobody has counted
        BrokerLoops loops = BrokerLoops.onThreads(List.of(new PromptLoop()), () -> 0);
        try (BrokerStore store = BrokerStore.open(data, StoreSettings.defaults(), new StoreRounds(loops))) {
            var events = new BrokerEvents(loops, new NodeIdentity("leveret@test", 1), "/");
            VirtualHosts hosts = VirtualHosts.open(
                    store, loops, events, new TopologyLimits(1, Integer.MAX_VALUE), Long.MAX_VALUE, Long.MAX_VALUE);
            hosts.make("/");
            Users users = new Users(hosts.definitions(), List.of(), Hashing.SHA_256, new PasswordRule.Anything());
            NewVirtualHosts newHosts = new NewVirtualHosts(
                    new NewVhostSettings(List.of(), List.of(), List.of(), Integer.MAX_VALUE), hosts, users);
            Definitions found = DefinitionsReader.read(
                    JsonReader.read("""
                            {"exchanges":[{"name":"x","vhost":"/","type":"fanout","durable":false}],
                             "queues":[{"name":"q","vhost":"/","durable":false},{"name":"r","vhost":"/","durable":false}]}"""),
                    Hashing.SHA_256::of, Optional.empty());

            // when it is done all the same
            DefinitionsException failed = assertThrows(DefinitionsException.class, () ->
                    new ImportSteps(found, hosts, newHosts, users, new GlobalParameters(hosts, "leveret@test"), loops).run());

            // then
            assertEquals("queue 'r' in vhost '/': cannot declare queue 'r': queue limit in cluster (1) is reached; what is done already"
                    + " stays: all vhosts, users and global parameters, permissions and policies, and 2 of 3 new exchanges and queues",
                    failed.getMessage());
            assertEquals(1, hosts.find("/").topology().queues().size());
        }
    }

    @Test
    void whatIsThereAlreadyIsNotTakenForSafe(@TempDir Path data) throws Exception {
        // given a file that has been done
        BrokerLoops loops = BrokerLoops.onThreads(List.of(new PromptLoop()), () -> 0);
        StoreRounds rounds = new StoreRounds(loops);
        AtomicBoolean works = new AtomicBoolean(true);
        BrokerStore store = BrokerStore.open(data, StoreSettings.defaults(),
                (units, count, durable) -> rounds.roundDone(units, count, durable && works.get()));
        var events = new BrokerEvents(loops, new NodeIdentity("leveret@test", 1), "/");
        VirtualHosts hosts = VirtualHosts.open(store, loops, events, TopologyLimits.NONE, Long.MAX_VALUE, Long.MAX_VALUE);
        Users users = new Users(hosts.definitions(), List.of(), Hashing.SHA_256, new PasswordRule.Anything());
        NewVirtualHosts newHosts = new NewVirtualHosts(
                new NewVhostSettings(List.of(), List.of(), List.of(), Integer.MAX_VALUE), hosts, users);
        Definitions found = DefinitionsReader.read(
                JsonReader.read("{\"users\":[{\"name\":\"u\",\"password_hash\":\"\",\"tags\":[]}]}"), Hashing.SHA_256::of, Optional.empty());
        var steps = new ImportSteps(found, hosts, newHosts, users, new GlobalParameters(hosts, "leveret@test"), loops);
        steps.run();

        // when it is done again, and the store can write nothing any more
        works.set(false);
        DefinitionsException failed = assertThrows(DefinitionsException.class, steps::run);
        store.close();

        // then
        assertEquals("the store could not write: what is there already", failed.getMessage());
    }
}
