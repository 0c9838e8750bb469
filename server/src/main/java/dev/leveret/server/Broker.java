package dev.leveret.server;

import dev.leveret.server.admin.Administration;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.alarm.Intake;
import dev.leveret.server.alarm.ResourceWatch;
import dev.leveret.server.auth.Credentials;
import dev.leveret.server.auth.Logins;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.PasswordThreads;
import dev.leveret.server.auth.SaslMechanisms;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.AdmissionSettings;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.ListenSettings;
import dev.leveret.server.connection.BrokerServices;
import dev.leveret.server.connection.ConnectionLimits;
import dev.leveret.server.connection.ServerProperties;
import dev.leveret.server.config.NodeSettings;
import dev.leveret.server.config.ResourceSettings;
import dev.leveret.server.control.BrokerRequests;
import dev.leveret.server.control.ControlSocket;
import dev.leveret.server.control.verb.ResourceRequests;
import dev.leveret.server.control.verb.VerbTable;
import dev.leveret.server.definitions.FirstDefinitions;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.StoreRounds;
import dev.leveret.server.net.BrokerServer;
import dev.leveret.server.net.Connections;
import dev.leveret.server.net.Listeners;
import dev.leveret.server.net.NettyTransport;
import dev.leveret.server.net.TlsDoor;
import dev.leveret.server.tls.TlsCertificates;
import dev.leveret.server.vhost.MemoryReview;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.StoreException;
import dev.leveret.store.StoreSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker. */
public final class Broker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    /** A loop that is stuck must not keep what was given to the store from being written. */
    private static final long LOOPS_REST_MILLIS = 2_000;

    private static final int LOOPS_END_SECONDS = 5;

    /** Below this a broker has little room for clients. */
    private static final int FEW_FILES = 1024;

    private static final int CERTIFICATE_LOOK_SECONDS = 2;

    /** All consumers together may hold so many times what one may, unacknowledged, before all are held back. */
    private static final int UNACKED_SHARES = 4;

    private final BrokerSettings settings;
    private final NettyTransport transport;
    private final BrokerLoops loops;
    private final BrokerServer server;
    private final VirtualHosts virtualHosts;
    private final BrokerStore store;
    private final ScheduledExecutorService watch;
    private final Alarms alarms;
    private final Optional<TlsCertificates> certificates;
    private final Optional<ControlSocket> control;
    private final PasswordThreads passwords;
    private final Administration administration;
    private final VerbTable verbs;
    private final CompletableFuture<Void> stopWanted;
    private boolean closed;

    private Broker(BrokerSettings settings, NettyTransport transport, BrokerLoops loops, BrokerServer server,
            VirtualHosts virtualHosts, BrokerStore store, ScheduledExecutorService watch, Alarms alarms,
            Optional<TlsCertificates> certificates, Optional<ControlSocket> control, PasswordThreads passwords,
            Administration administration, VerbTable verbs, CompletableFuture<Void> stopWanted) {
        this.settings = settings;
        this.transport = transport;
        this.loops = loops;
        this.server = server;
        this.virtualHosts = virtualHosts;
        this.store = store;
        this.watch = watch;
        this.alarms = alarms;
        this.certificates = certificates;
        this.control = control;
        this.passwords = passwords;
        this.administration = administration;
        this.verbs = verbs;
        this.stopWanted = stopWanted;
    }

    /**
     * Starts a broker; it accepts connections when this returns.
     *
     * @throws IOException with a one-line message, if an address cannot be had
     * @throws StoreException the same for the data folder
     */
    public static Broker start(BrokerSettings wanted, BrokerSeams seams) throws IOException, StoreException {
        long startNanos = System.nanoTime();
        BrokerSettings settings = withinFiles(wanted, seams.probe().filesMax());
        NettyTransport transport = NettyTransport.withLoops(
                loopCount(settings.node()), settings.node().connectionsPerLoop());
        PasswordThreads passwords = new PasswordThreads();
        try {
            Broker broker = start(settings, seams, transport, passwords);
            broker.stopOnFailure();
            broker.logStart((System.nanoTime() - startNanos) / 1_000_000);
            return broker;
        } catch (IOException | StoreException e) {
            passwords.close();
            stop(transport);
            throw e;
        }
    }

    private static Broker start(
            BrokerSettings settings, BrokerSeams seams, NettyTransport transport, PasswordThreads passwords)
            throws IOException, StoreException {
        // Order: before the data folder is made. What cannot start should leave nothing behind.
        Optional<TlsCertificates> certificates = certificates(settings.listen(), seams.clock());
        Listeners.probe(settings.listen());
        Supplier<PasswordHash> firstPassword = firstPassword(settings, passwords);
        BrokerLoops loops = BrokerLoops.of(transport.loops(), seams.clock());
        BrokerStore store = BrokerStore.open(settings.node().data(), StoreSettings.forHeap(Runtime.getRuntime().maxMemory()), new StoreRounds(loops));
        try {
            OthersAccess.to(settings.node().data()).ifPresent(LOG::warn);
            Intake intake = new Intake();
            VirtualHosts hosts = virtualHosts(settings, store, loops, seams.clock());
            Connections connections = new Connections();
            Users users = new Users(hosts.definitions(), hosts.recoveredAccess(), settings.auth().logins().hashing(), settings.auth().logins().passwords());
            Logins logins = new Logins(users, settings.auth().loopbackUsers(), passwords, seams.clock());
            hosts.finishDeletions().join();
            NewVirtualHosts newHosts = new NewVirtualHosts(settings.auth().newVhosts(), hosts, users);
            Administration administration = new Administration(
                    users, hosts, newHosts, connections, ServerProperties.nodeName(settings.node(), HostName.text()));
            boolean isFirstUserMade = FirstDefinitions.prepare(settings.node(), settings.auth(), firstPassword, hosts, newHosts, users,
                    administration.globalParameters(), loops);
            if (isFirstUserMade) {
                logins.given(new Credentials(settings.auth().defaultUser(), bytes(settings.auth().defaultPass())));
            }
            Alarms alarms = new Alarms((resource, isShort) -> hosts.events().emit(isShort
                    ? new BrokerEvent.AlarmSet(resource.word())
                    : new BrokerEvent.AlarmCleared(resource.word())));
            BrokerServices services = services(settings, hosts, logins, alarms, intake, administration);
            Optional<TlsDoor> tls = certificates.map(
                    read -> new TlsDoor(read, settings.timeouts().tlsHandshakeMillis()));
            BrokerServer server = BrokerServer.open(transport, loops, seams.timers(), services, connections, tls);
            MemoryReview review = memoryReview(settings, hosts, store, loops);
            ResourceWatch resources = new ResourceWatch(
                    settings.resources(), seams.probe(), alarms, intake, seams.clock(), store::isImpaired,
                    ServerProperties.nodeName(settings.node(), HostName.text()));
            ScheduledExecutorService watch = watch(settings, resources, alarms, intake, review);
            certificates.ifPresent(read -> watch.scheduleWithFixedDelay(
                    read::look, CERTIFICATE_LOOK_SECONDS, CERTIFICATE_LOOK_SECONDS, TimeUnit.SECONDS));
            CompletableFuture<Void> stopWanted = new CompletableFuture<>();
            VerbTable verbs = BrokerVerbs.table(settings, seams, hosts, newHosts, users, loops, administration, server, alarms,
                    certificates, stopWanted, new ResourceRequests(resources, watch, hosts.events().node().name()));
            return new Broker(settings, transport, loops, server, hosts, store, watch, alarms, certificates,
                    control(settings, new BrokerRequests(store, verbs), seams.ticks()), passwords, administration, verbs, stopWanted);
        } catch (IOException e) {
            store.close();
            throw e;
        }
    }

    /** Every connection is an open file. */
    private static BrokerSettings withinFiles(BrokerSettings wanted, int filesMax) {
        AdmissionSettings admission = wanted.listen().admission().within(filesMax, loopCount(wanted.node()));
        if (filesMax < FEW_FILES) {
            LOG.warn("the process may have no more than {} files open (ulimit -n): connections are limited to {}, of which {} may "
                    + "have logged in", filesMax, admission.socketMax(), admission.connectionMax());
        }
        return wanted.with(admission);
    }

    /** The first user's hash may take a while: where it will be needed it is made beside all else. */
    private static Supplier<PasswordHash> firstPassword(BrokerSettings settings, PasswordThreads passwords) {
        Supplier<PasswordHash> hash = () -> settings.auth().firstHashing().of(bytes(settings.auth().defaultPass()));
        boolean isWanted = isEmpty(settings.node().data()) && settings.node().definitions().isEmpty();
        return isWanted ? CompletableFuture.supplyAsync(hash, passwords)::join : hash;
    }

    private static byte[] bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> within = Files.list(folder)) {
            return within.findAny().isEmpty();
        } catch (IOException e) {
            return true; // it is not there yet, or the store will say what is wrong with it
        }
    }

    /** What a store that can't be trusted has confirmed before is there for a start to look at; there must be no more of it. */
    private void stopOnFailure() {
        store.failure().thenAccept(reason -> {
            LOG.error("the data in {} can't be trusted any more, so the broker stops; \"leveret check\" tells more: {}",
                    settings.node().data().toAbsolutePath(), reason);
            new Thread(this::close, "stop").start();
        });
    }

    /** Completed with the reason, in one line, when the store can't be trusted any more; the broker closes then. */
    public CompletableFuture<String> failure() {
        return store.failure();
    }

    /** Completed when somebody at the command line wants the process to end; who has started the broker sees to it. */
    public CompletableFuture<Void> stopWanted() {
        return stopWanted;
    }

    /** Loads nothing of TLS unless something listens for it. */
    private static Optional<TlsCertificates> certificates(ListenSettings settings, LongSupplier clock) throws IOException {
        return settings.tlsAddresses().isEmpty()
                ? Optional.empty()
                : Optional.of(TlsCertificates.open(settings.tls(), clock));
    }

    /** Without it there are no commands and no backups, but that is no reason not to serve clients. */
    private static Optional<ControlSocket> control(
            BrokerSettings settings, BrokerRequests requests, LongSupplier ticks) {
        Path data = settings.node().data().toAbsolutePath().normalize();
        try {
            return Optional.of(ControlSocket.open(data, requests, ticks));
        } catch (IOException e) {
            LOG.warn("no socket can be made in {}, so no command and no backup either: {}", data, e.getMessage());
            return Optional.empty();
        }
    }

    private static VirtualHosts virtualHosts(
            BrokerSettings settings, BrokerStore store, BrokerLoops loops, LongSupplier clock) {
        ResourceSettings resources = settings.resources();
        String name = ServerProperties.nodeName(settings.node(), HostName.text());
        var events = new BrokerEvents(
                loops, new NodeIdentity(name, clock.getAsLong() / 1000), settings.auth().defaultVhost());
        return VirtualHosts.open(
                store, loops, events, settings.node().limits(), resources.loopBytesMax(), resources.storeBytesMax());
    }

    private static MemoryReview memoryReview(
            BrokerSettings settings, VirtualHosts hosts, BrokerStore store, BrokerLoops loops) {
        ResourceSettings limits = settings.resources();
        MemoryReview review = new MemoryReview(
                hosts, loops, limits.queueBytesMax(), UNACKED_SHARES * limits.unackedBytesMax(), store::wantCheckpoint);
        store.onCheckpoint(review::request);
        return review;
    }

    private static BrokerServices services(
            BrokerSettings settings, VirtualHosts virtualHosts, Logins logins, Alarms alarms, Intake intake,
            Administration administration) {
        return new BrokerServices(
                settings,
                ServerProperties.of(settings.node(), Version.text(), administration.globalParameters()::clusterName),
                logins,
                SaslMechanisms.of(settings.auth().logins()),
                new ConnectionLimits(logins, virtualHosts.events().node().name(), settings.protocol().channelNodeMax()),
                virtualHosts,
                alarms,
                intake);
    }

    private static int loopCount(NodeSettings settings) {
        return settings.loops() == 0 ? Runtime.getRuntime().availableProcessors() : settings.loops();
    }

    private static ScheduledExecutorService watch(
            BrokerSettings settings, ResourceWatch watch, Alarms alarms, Intake intake, MemoryReview review) {
        watch.check();
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "watch"));
        long millis = settings.resources().checkMillis();
        intake.onLookDue(() -> {
            review.request();
            executor.execute(watch::check);
        });
        executor.scheduleWithFixedDelay(
                () -> {
                    watch.check();
                    if (isHeapFilling() || alarms.standing()) {
                        review.request(); // nothing may come in that would ask for it
                    }
                },
                millis, millis, TimeUnit.MILLISECONDS);
        return executor;
    }

    /** With garbage; looking in vain costs little. */
    private static boolean isHeapFilling() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() > runtime.maxMemory() / 4;
    }

    private void logStart(long millis) {
        for (InetSocketAddress address : server.listeners().addresses()) {
            LOG.info("Leveret {} listening on {}", Version.text(), Listeners.text(address));
        }
        for (InetSocketAddress address : server.listeners().tlsAddresses()) {
            LOG.info("Leveret {} listening for TLS on {}", Version.text(), Listeners.text(address));
        }
        // The first words are RabbitMQ's own: scripts and test tools wait for them.
        LOG.info("Server startup complete; {}data in {}, {} ms",
                portText(), settings.node().data().toAbsolutePath(), millis);
    }

    /** Where only TLS is listened for, its port. */
    private String portText() {
        int port = port() < 0 ? tlsPort() : port();
        return port < 0 ? "" : "port " + port + ", ";
    }

    /** The port of the first listener; -1 if there is none. */
    public int port() {
        return server.listeners().addresses().stream().mapToInt(InetSocketAddress::getPort).findFirst().orElse(-1);
    }

    /** Where plain connections are taken. */
    public List<InetSocketAddress> addresses() {
        return server.listeners().addresses();
    }

    /** The port of the first listener for TLS; -1 if there is none. */
    public int tlsPort() {
        return server.listeners().tlsAddresses().stream().mapToInt(InetSocketAddress::getPort).findFirst().orElse(-1);
    }

    public Connections connections() {
        return server.connections();
    }

    /** The virtual hosts, whose {@link dev.leveret.server.vhost.VirtualHost#firehose} can be turned on and off. */
    public VirtualHosts virtualHosts() {
        return virtualHosts;
    }

    /** What operators can change. */
    public Administration administration() {
        return administration;
    }

    /** What its control socket can be asked for. */
    public VerbTable verbs() {
        return verbs;
    }

    public Alarms alarms() {
        return alarms;
    }

    /** The certificates for TLS, which can be told to be read again; empty if nothing listens for TLS. */
    public Optional<TlsCertificates> certificates() {
        return certificates;
    }

    /** Tells clients, stops, and keeps what is durable. Takes a few seconds at most; a second call waits for the first. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        LOG.info("stopping");
        control.ifPresent(ControlSocket::close);
        server.close(settings.timeouts().shutdownMillis());
        watch.shutdownNow();
        passwords.close();
        virtualHosts.stop();
        if (!loops.awaitRest(LOOPS_REST_MILLIS)) {
            LOG.warn("an event loop is stuck; what it has not given to the store is lost");
        }
        // Order: the loops end last. The store tells them of its last round, and a failure of that would be its own.
        store.close();
        stop(transport);
        LOG.info("stopped");
    }

    private static void stop(NettyTransport transport) {
        transport.group().shutdownGracefully(0, 1, TimeUnit.SECONDS)
                .awaitUninterruptibly(LOOPS_END_SECONDS, TimeUnit.SECONDS);
    }
}
