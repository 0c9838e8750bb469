package dev.leveret.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.auth.Authenticator.Login;
import dev.leveret.store.AccessDefinition.User;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Passwords whose check takes long: where it is done, how often, and what is left of them. */
class SlowPasswordTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final String WRONG = "user 'clerk' - invalid credentials";

    private final ArrayDeque<SlowCheck> waiting = new ArrayDeque<>();
    private final Users users = new Users(null, List.of(clerk("pw")), Hashing.PBKDF2_SHA_512, new PasswordRule.Anything());
    private long nowMillis;
    private final Logins logins = logins(waiting::add);

    private Logins logins(SlowChecks slow) {
        return new Logins(users, Set.of(), slow, () -> nowMillis);
    }

    private static User clerk(String password) {
        PasswordHash hash = StretchedPassword.of(password.getBytes(UTF_8));
        return new User("clerk", hash.text(), hash.hashing().word(), List.of());
    }

    private static Credentials credentials(String password) {
        return new Credentials("clerk", password.getBytes(UTF_8));
    }

    private CompletableFuture<Login> login(String password) {
        return logins.login(credentials(password), HERE);
    }

    private void work() {
        while (!waiting.isEmpty()) {
            waiting.poll().run();
        }
    }

    @Test
    void answerComesWhenTheExecutorHasGotToIt() {
        // when two clients come
        CompletableFuture<Login> right = login("pw");
        CompletableFuture<Login> wrong = login("no");
        assertFalse(right.isDone() || wrong.isDone());

        // then each hears of it once the work is done
        work();
        assertEquals(new Login.Accepted("clerk"), right.join());
        assertEquals(new Login.Refused(WRONG), wrong.join());
    }

    @Test
    void passwordThatTheBrokerItselfHasGivenCostsNothing() {
        // given what the user's hash has just been made of
        logins.given(credentials("pw"));

        // then it is right at once, and no other is
        assertEquals(new Login.Accepted("clerk"), login("pw").getNow(null));
        CompletableFuture<Login> wrong = login("no");
        assertFalse(wrong.isDone());
        work();
        assertEquals(new Login.Refused(WRONG), wrong.join());
    }

    @Test
    void secondLoginCostsNothing() {
        login("pw");
        work();
        assertEquals(new Login.Accepted("clerk"), login("pw").getNow(null));
        assertEquals(0, waiting.size());
    }

    @Test
    void manyThatComeAtOnceCostOneHash() {
        // given two with the same password, before anybody knows it
        CompletableFuture<Login> first = login("pw");
        CompletableFuture<Login> second = login("pw");
        waiting.poll().run();
        assertTrue(first.isDone());

        // when the user is gone from the store's hash but for what is remembered, the second finds it there
        waiting.poll().run();
        assertEquals(new Login.Accepted("clerk"), second.join());
    }

    @Test
    void changedPasswordIsNotRemembered() {
        login("pw");
        work();
        users.apply(clerk("other"));
        CompletableFuture<Login> old = login("pw");
        work();
        assertEquals(new Login.Refused(WRONG), old.join());
    }

    @Test
    void deletedUserIsNotRemembered() {
        login("pw");
        work();
        users.remove(clerk("pw"));
        CompletableFuture<Login> late = login("pw");
        work();
        assertEquals(new Login.Refused(WRONG), late.join());
    }

    @Test
    void memoryFadesAfterTenMinutes() {
        login("pw");
        work();
        nowMillis += 600_001;
        assertFalse(login("pw").isDone());
        assertEquals(1, waiting.size());
    }

    @Test
    void wrongPasswordIsHashedEachTime() {
        login("no");
        work();
        assertFalse(login("no").isDone());
    }

    @Test
    void unknownUserIsHashedToo() {
        CompletableFuture<Login> unknown = logins.login(new Credentials("nobody", "pw".getBytes(UTF_8)), HERE);
        assertFalse(unknown.isDone());
        work();
        assertEquals(new Login.Refused("user 'nobody' - invalid credentials"), unknown.join());
    }

    @Test
    void refusalTakesAsLongForUsersWhoseOwnHashIsQuick() {
        // given one from RabbitMQ, and one without a password
        PasswordHash quick = Hashing.SHA_256.of("pw".getBytes(UTF_8));
        users.apply(new User("rabbit", quick.text(), quick.hashing().word(), List.of()));
        users.apply(new User("locked", "", quick.hashing().word(), List.of()));

        // when somebody guesses, and the one knows his password
        List<CompletableFuture<Login>> wrong = List.of(login("rabbit", "no"), login("rabbit", ""), login("locked", "no"));
        CompletableFuture<Login> right = login("rabbit", "pw");

        // then the guesses wait to be hashed, as those for nobody do
        assertEquals(new Login.Accepted("rabbit"), right.getNow(null));
        assertEquals(List.of(false, false, false), wrong.stream().map(CompletableFuture::isDone).toList());
        work();
        wrong.forEach(each -> assertInstanceOf(Login.Refused.class, each.join()));
    }

    private CompletableFuture<Login> login(String user, String password) {
        return logins.login(new Credentials(user, password.getBytes(UTF_8)), HERE);
    }

    @Test
    void clientThatIsGoneIsNotHashedFor() {
        CompletableFuture<Login> login = login("pw");
        login.cancel(false);
        work();
        assertFalse(login("pw").isDone(), "nothing was found out, so nothing is remembered");
    }

    @Test
    void tooManyAtOnceAreSentAway() {
        Logins full = logins(SlowCheck::giveUp);
        Credentials credentials = credentials("pw");
        assertInstanceOf(Login.Busy.class, full.login(credentials, HERE).join());
        assertArrayEquals(new byte[2], credentials.password());
    }

    @Test
    void addressIsKnownByWhatCameFromThere() {
        // given two who come for the first time
        login("pw");
        logins.login(credentials("no"), elsewhere());
        assertEquals(List.of(Standing.UNKNOWN, Standing.UNKNOWN), standings());

        // when one of them has been right and one wrong, and both come again
        work();
        login("another");
        logins.login(credentials("another"), elsewhere());

        // then it shows, and a wrong one makes a good address like any other for five minutes
        assertEquals(List.of(Standing.PROVEN, Standing.FAILED), standings());
        waiting.peek().run();
        assertEquals(List.of(Standing.UNKNOWN, Standing.FAILED), standings());
        nowMillis += 300_000;
        assertEquals(List.of(Standing.PROVEN, Standing.UNKNOWN), standings());
    }

    private List<Standing> standings() {
        return waiting.stream().map(SlowCheck::standing).toList();
    }

    private static InetAddress elsewhere() {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, 9});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void clearTextIsWipedOnEveryWay() {
        Credentials first = credentials("pw");
        logins.login(first, HERE);
        work();
        Credentials remembered = credentials("pw");
        logins.login(remembered, HERE);
        Credentials wrong = credentials("no");
        logins.login(wrong, HERE);
        work();
        for (Credentials each : List.of(first, remembered, wrong)) {
            assertArrayEquals(new byte[2], each.password());
        }
    }
}
