package dev.leveret.server.net;

import dev.leveret.server.auth.Place;
import dev.leveret.server.config.AdmissionSettings;
import dev.leveret.server.connection.Admission;
import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts sockets, and turns some away. Thread-safe; touched when a socket opens, logs in or closes, never by a message.
 *
 * <p>When too many have not logged in, the oldest of these goes and not the one that comes: whoever opens sockets and says
 * nothing would otherwise keep everybody out for as long as a handshake may take, while a client that logs in needs a
 * place for a few round trips only.
 */
final class Admissions {

    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);

    private final AdmissionSettings limits;
    private final LinkedHashSet<Seat> halfOpen = new LinkedHashSet<>();
    private final Map<Place, Integer> byPlace = new HashMap<>();
    private int entered;

    /** Whether the log has told of too many; it does again when there were few meanwhile. */
    private boolean flooded;

    Admissions(AdmissionSettings limits) {
        this.limits = limits;
    }

    /** A place for a socket that has just been accepted. */
    Seat take(Channel socket) {
        Seat seat = new Seat(socket);
        Seat oldest;
        boolean isFirst;
        synchronized (this) {
            halfOpen.add(seat);
            oldest = halfOpen.size() > limits.halfOpenMax(entered) ? halfOpen.removeFirst() : null;
            isFirst = oldest != null && !flooded;
            flooded |= isFirst;
        }
        if (isFirst) {
            LOG.warn("more than {} connections have not logged in: the oldest of them are closed", halfOpen());
        }
        if (oldest != null) {
            oldest.socket.close();
        }
        return seat;
    }

    /** How many have not logged in. */
    synchronized int halfOpen() {
        return halfOpen.size();
    }

    /** The place of one socket. */
    final class Seat implements Admission {

        private final Channel socket;
        private Runnable entering = () -> {};
        private Place place;
        private boolean inside;
        private boolean left;

        private Seat(Channel socket) {
            this.socket = socket;
        }

        /** Where the client comes from is known. False if too many have come from there, or the socket is closed. */
        boolean from(InetAddress address) {
            Place from = Place.of(address);
            synchronized (Admissions.this) {
                if (left) {
                    return false; // nobody would give the place back
                }
                int there = byPlace.getOrDefault(from, 0);
                if (there < limits.addressMax()) {
                    byPlace.put(from, there + 1);
                    place = from;
                    return true;
                }
            }
            LOG.warn("connection from {} refused: {} are there from this address{}", Listeners.host(address), limits.addressMax(),
                    address instanceof Inet6Address ? "'s network, " + from.text() : "");
            return false;
        }

        /** What is done when the client has logged in, by the loop of its connection. */
        void onEnter(Runnable task) {
            entering = task;
        }

        @Override
        public boolean enter() {
            synchronized (Admissions.this) {
                if (left) {
                    return true; // what comes behind the end of the socket takes no place: nobody would give it back
                }
                if (entered >= limits.connectionMax()) {
                    return false;
                }
                entered++;
                inside = true;
                leaveHalfOpen();
            }
            entering.run();
            return true;
        }

        /** The socket is closed. */
        void leave() {
            synchronized (Admissions.this) {
                left = true;
                leaveHalfOpen();
                if (inside) {
                    entered--;
                }
                if (place != null) {
                    byPlace.compute(place, (key, count) -> count == 1 ? null : count - 1);
                }
            }
        }

        private void leaveHalfOpen() {
            halfOpen.remove(this);
            if (halfOpen.size() < limits.halfOpenMax(entered) / 2) {
                flooded = false;
            }
        }
    }
}
