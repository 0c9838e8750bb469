package dev.leveret.server.auth;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Lets users in, who prove their names by passwords. From any thread; nothing here waits. */
public final class Logins implements Authenticator {

    private final Users users;
    private final Set<String> loopbackUsers;
    private final SlowChecks slow;
    private final VerifiedLogins verified;
    private final FailedLogins failed;
    private final Standings standings;

    /** Checked where there is no such user, and where his own hash takes no time, so that each refusal takes as long. */
    private final CompletableFuture<PasswordHash> nobody = new CompletableFuture<>();

    /**
     * For these users.
     *
     * @param loopbackUsers who may come over a loopback interface only
     * @param slow where hashes are made that take long
     * @param clock milliseconds since 1970
     */
    public Logins(Users users, Set<String> loopbackUsers, SlowChecks slow, LongSupplier clock) {
        this.users = users;
        this.loopbackUsers = Set.copyOf(loopbackUsers);
        this.slow = slow;
        this.verified = new VerifiedLogins(clock);
        this.failed = new FailedLogins(clock);
        this.standings = new Standings(failed);
    }

    /**
     * These have just been given to a user who is there, by the broker itself: what the hash was made of need not be hashed
     * again when they come. The password is wiped.
     */
    public void given(Credentials credentials) {
        PasswordHash hash = users.known(credentials.user()).hash();
        if (hash.isSlow()) {
            verified.add(verified.print(credentials), hash);
        }
        credentials.wipe();
    }

    @Override
    public CompletableFuture<Login> login(Credentials credentials, InetAddress peer) {
        Users.Known known = users.known(credentials.user());
        boolean isSlow = known != null && known.hash().isSlow();
        if (!isSlow && (isRefusalFast() || known != null && isRight(credentials, known.hash()))) {
            return CompletableFuture.completedFuture(check(credentials, known, peer));
        }
        ByteBuffer print = verified.print(credentials);
        if (isSlow && verified.has(print, known.hash())) {
            credentials.wipe();
            return CompletableFuture.completedFuture(admit(credentials.user(), peer));
        }
        CompletableFuture<Login> answer = new CompletableFuture<>();
        slow.submit(new Waiting(credentials, print, peer, answer));
        return answer;
    }

    /** Where users have slow hashes, as a rule, a refusal of those that have not takes as long. */
    private boolean isRefusalFast() {
        return users.hashing() != Hashing.PBKDF2_SHA_512;
    }

    private static boolean isRight(Credentials credentials, PasswordHash hash) {
        return hash.matches(credentials.password()) && credentials.password().length > 0;
    }

    /** A login that needs a slow hash: nothing has proven it right yet. */
    private final class Waiting implements SlowCheck {

        private final Credentials credentials;
        private final ByteBuffer print;
        private final InetAddress peer;
        private final Place place;
        private final CompletableFuture<Login> answer;

        private Waiting(Credentials credentials, ByteBuffer print, InetAddress peer, CompletableFuture<Login> answer) {
            this.credentials = credentials;
            this.print = print;
            this.peer = peer;
            this.place = Place.of(peer);
            this.answer = answer;
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public Standing standing() {
            return standings.of(place);
        }

        @Override
        public boolean isOver() {
            return answer.isDone();
        }

        @Override
        public void run() {
            try {
                if (!isOver()) {
                    answer.complete(checkSlowly(credentials, print, peer));
                }
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            } finally {
                credentials.wipe();
            }
        }

        @Override
        public void giveUp() {
            credentials.wipe();
            answer.complete(new Login.Busy());
        }
    }

    /** The user may have changed since, and others with the same password may have come before. */
    private Login checkSlowly(Credentials credentials, ByteBuffer print, InetAddress peer) {
        Users.Known known = users.known(credentials.user());
        if (known != null && verified.has(print, known.hash())) {
            return admit(credentials.user(), peer);
        }
        Login login = check(credentials, known, peer);
        if (login instanceof Login.Accepted && known.hash().isSlow()) {
            verified.add(print, known.hash());
        }
        return login;
    }

    private Login check(Credentials credentials, Users.Known known, InetAddress peer) {
        String name = credentials.user();
        boolean isRight = known != null && isRight(credentials, known.hash());
        if (!isRight && (known == null || !known.hash().isSlow())) {
            // How long a refusal takes does not tell whether there is such a user, or where his hash comes from.
            nobody().matches(credentials.password());
        }
        credentials.wipe();
        if (!isRight) {
            return refuse(known == null ? FailedLogins.NOBODY : name, peer, "user '" + name + "' - invalid credentials");
        }
        return admit(name, peer);
    }

    private PasswordHash nobody() {
        if (!nobody.isDone()) {
            nobody.complete(users.hash(new byte[] {0}));
        }
        return nobody.join();
    }

    private Login admit(String name, InetAddress peer) {
        if (loopbackUsers.contains(name) && !peer.isLoopbackAddress()) {
            return refuse(name, peer, "user '" + name + "' can only connect via localhost");
        }
        standings.proven(peer);
        return new Login.Accepted(name);
    }

    private Login.Refused refuse(String known, InetAddress peer, String reason) {
        return new Login.Refused(reason, failed.add(known, peer));
    }

    @Override
    public Login loginAs(String user, InetAddress peer) {
        return users.find(user).isPresent()
                ? admit(user, peer)
                : refuse(FailedLogins.NOBODY, peer, "user '" + user + "' - there is no such user");
    }

    @Override
    public Login refuse(String reason, InetAddress peer) {
        return refuse(FailedLogins.NOBODY, peer, reason);
    }

    /** Logins that went wrong lately. */
    public FailedLogins failed() {
        return failed;
    }

    @Override
    public Access access(String user, String virtualHost) {
        return users.access(user, virtualHost);
    }

    @Override
    public boolean mayOpen(String user, String virtualHost) {
        return users.permission(user, virtualHost) != null;
    }

    @Override
    public Limits limits(String user) {
        return users.limits(user);
    }
}
