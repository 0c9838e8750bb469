package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.admin.GlobalParameters;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.Users;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.VirtualHostDefinition;
import dev.leveret.store.disk.DiskReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the definitions of a file into the broker (RabbitMQ's page "Definitions"). Queues, exchanges and bindings that are there stay
 * as they are; users, permissions and policies become what the file says. A file is checked as a whole before anything of
 * it is done. For a thread that may wait.
 */
public final class DefinitionsImport {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionsImport.class);

    private final VirtualHosts hosts;
    private final NewVirtualHosts newHosts;
    private final Users users;
    private final GlobalParameters global;
    private final BrokerLoops loops;

    public DefinitionsImport(
            VirtualHosts hosts, NewVirtualHosts newHosts, Users users, GlobalParameters global, BrokerLoops loops) {
        this.hosts = hosts;
        this.newHosts = newHosts;
        this.users = users;
        this.global = global;
        this.loops = loops;
    }

    /**
     * Imports a file, or all files of a folder in the order of their names.
     *
     * @throws DefinitionsException if one can't be read, or something in it is wrong
     */
    public void run(Path path) throws DefinitionsException {
        run(path, Optional.empty());
    }

    /**
     * The same for a broker that may be new.
     *
     * @param firstHost virtual host that a file may count on if there is none yet and it names none
     * @throws DefinitionsException if one can't be read, or something in it is wrong
     */
    void runFirst(Path path, String firstHost) throws DefinitionsException {
        run(path, Optional.of(firstHost));
    }

    private void run(Path path, Optional<String> firstHost) throws DefinitionsException {
        boolean isFirst = true;
        for (Path file : files(path)) {
            try {
                run(read(file), file.toString(), firstHost.filter(name -> hosts.all().isEmpty()), Optional.empty());
            } catch (DefinitionsException e) {
                throw isFirst ? e : new DefinitionsException(e.getMessage() + "; the files before it have been imported");
            }
            isFirst = false;
        }
    }

    private static byte[] read(Path file) throws DefinitionsException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new DefinitionsException("definitions can't be imported: there is no file " + file);
        } catch (IOException e) {
            throw new DefinitionsException("definitions in " + file + " can't be imported: " + DiskReason.of(e));
        }
    }

    /**
     * Imports a file as the definitions of one virtual host, which there is: all that belongs to one goes there, whatever the file says,
     * and the rest is passed over.
     *
     * @throws DefinitionsException if it can't be read, or something in it is wrong
     */
    public void runFor(String vhost, Path file) throws DefinitionsException {
        run(read(file), file.toString(), Optional.empty(), Optional.of(vhost));
    }

    /**
     * Imports what has been read already.
     *
     * @param source where it comes from, for messages
     * @throws DefinitionsException if something in it is wrong
     */
    public void run(byte[] json, String source) throws DefinitionsException {
        run(json, source, Optional.empty(), Optional.empty());
    }

    private void run(byte[] json, String source, Optional<String> firstHost, Optional<String> only)
            throws DefinitionsException {
        try {
            Definitions found = DefinitionsReader.read(JsonReader.read(json), this::hash, only);
            if (found.virtualHosts.isEmpty()) {
                firstHost.filter(found::needs)
                        .ifPresent(name -> found.virtualHosts.add(new VirtualHostDefinition(name, FieldTable.EMPTY)));
            }
            new ImportCheck(found, hosts, newHosts, users).run();
            new ImportSteps(found, hosts, newHosts, users, global, loops).run();
            log(source, found);
        } catch (JsonException | DefinitionsException e) {
            throw new DefinitionsException("definitions in " + source + " can't be imported: " + e.getMessage());
        }
    }

    private PasswordHash hash(byte[] password) {
        users.refusal(password).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        return users.hash(password);
    }

    private static List<Path> files(Path path) throws DefinitionsException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> within = Files.list(path)) {
            return within.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new DefinitionsException("definitions can't be imported: the folder " + path + " can't be read");
        }
    }

    private static void log(String file, Definitions found) {
        if (!found.ignored.isEmpty()) {
            LOG.warn("definitions in {} that mean nothing here, ignored: {}", file, String.join(", ", found.ignored));
        }
        LOG.info("definitions imported from {}: {} vhosts, {} users, {} permissions, {} policies, {} queues, {} exchanges,"
                        + " {} bindings",
                file, found.virtualHosts.size(), found.users.size(), found.permissions.size(), found.policies.size(),
                found.queues.size(), found.exchanges.size(), found.bindings.size());
    }
}
