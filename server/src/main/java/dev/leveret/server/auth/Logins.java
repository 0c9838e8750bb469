package dev.leveret.server.auth;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/** Lets users in, who prove their names by passwords. From any thread; nothing here waits. */
public final class Logins implements Authenticator {

    /** Logins of one address that wait to be hashed for: a quarter of what may wait. */
    private static final int WAITING_OF_ADDRESS_MAX = 64;

    private final Users users;
    private final Set<String> loopbackUsers;
    private final Executor slow;
    private final AddressShares shares = new AddressShares(WAITING_OF_ADDRESS_MAX);
    private final VerifiedLogins verified;
    private final FailedLogins failed;

    /** Checked where there is no such user, so that it takes as long as if there were one. */
    private final CompletableFuture<PasswordHash> nobody = new CompletableFuture<>();

    /**
     * For these users.
     *
     * @param loopbackUsers who may come over a loopback interface only
     * @param slow where hashes are made that take long; may refuse what is too much
     * @param clock milliseconds since 1970
     */
    public Logins(Users users, Set<String> loopbackUsers, Executor slow, LongSupplier clock) {
        this.users = users;
        this.loopbackUsers = Set.copyOf(loopbackUsers);
        this.slow = slow;
        this.verified = new VerifiedLogins(clock);
        this.failed = new FailedLogins(clock);
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
        boolean isSlow = known == null ? users.hashing() == Hashing.PBKDF2_SHA_512 : known.hash().isSlow();
        if (!isSlow) {
            return CompletableFuture.completedFuture(check(credentials, known, peer));
        }
        ByteBuffer print = verified.print(credentials);
        if (known != null && verified.has(print, known.hash())) {
            credentials.wipe();
            return CompletableFuture.completedFuture(admit(credentials.user(), peer));
        }
        if (!shares.take(peer)) {
            return busy(credentials);
        }
        CompletableFuture<Login> answer = new CompletableFuture<>();
        try {
            slow.execute(() -> checkSlowly(credentials, print, peer, answer));
            return answer;
        } catch (RejectedExecutionException e) {
            shares.giveBack(peer);
            return busy(credentials);
        }
    }

    private static CompletableFuture<Login> busy(Credentials credentials) {
        credentials.wipe();
        return CompletableFuture.completedFuture(new Login.Busy());
    }

    /** The user may have changed since, and others with the same password may have come before. */
    private void checkSlowly(Credentials credentials, ByteBuffer print, InetAddress peer, CompletableFuture<Login> answer) {
        try {
            if (answer.isDone()) {
                return; // the client is gone
            }
            Users.Known known = users.known(credentials.user());
            if (known != null && verified.has(print, known.hash())) {
                answer.complete(admit(credentials.user(), peer));
                return;
            }
            Login login = check(credentials, known, peer);
            if (login instanceof Login.Accepted && known.hash().isSlow()) {
                verified.add(print, known.hash());
            }
            answer.complete(login);
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        } finally {
            credentials.wipe();
            shares.giveBack(peer);
        }
    }

    private Login check(Credentials credentials, Users.Known known, InetAddress peer) {
        String name = credentials.user();
        boolean isEmpty = credentials.password().length == 0;
        // Hashed in any case: how long a refusal takes does not tell whether there is such a user.
        boolean matches = (known == null ? nobody() : known.hash()).matches(credentials.password());
        credentials.wipe();
        if (known == null || !matches || isEmpty) {
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
