package dev.leveret.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.store.StoreException;
import dev.leveret.store.disk.DamagedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever can't start a broker for its data folder is told what to do. */
class StartAdviceTest {

    private static final String ANOTHER = "choose another folder with --data";

    static List<Arguments> causes() {
        return Stream.of(
                Arguments.of(null, "stop that one first, or " + ANOTHER),
                Arguments.of(new DamagedException("x"),
                        "\"leveret check\" tells more, and a backup of the folder can be used in its place"),
                Arguments.of(new IOException("No space left on device"), "make room on it, or " + ANOTHER),
                Arguments.of(new FileSystemException("x", null, "No space left on device"), "make room on it, or " + ANOTHER),
                Arguments.of(new AccessDeniedException("x"), "give the folder to the user that runs the broker, or " + ANOTHER),
                Arguments.of(new FileSystemException("x", null, "Read-only file system"),
                        "give the folder to the user that runs the broker, or " + ANOTHER),
                Arguments.of(new FileAlreadyExistsException("x"), ANOTHER),
                Arguments.of(new NoSuchFileException("x"), ANOTHER),
                Arguments.of(new IOException("x"), ANOTHER)).toList();
    }

    @ParameterizedTest
    @MethodSource("causes")
    void reasonIsFollowedByWhatToDo(Exception cause, String advice) {
        assertEquals("; " + advice, StartAdvice.of(new StoreException("why", cause)));
    }
}
