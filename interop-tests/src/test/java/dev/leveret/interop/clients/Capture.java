package dev.leveret.interop.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a program's first connection and its server said, kept as bytes in {@code src/test/resources/captures}.
 *
 * @param name of language and program
 * @param byClient all bytes that the client sent
 * @param byServer all bytes that the server sent
 */
record Capture(String name, byte[] byClient, byte[] byServer) {

    static final Path FOLDER = Path.of("src", "test", "resources", "captures");

    private static final String CLIENT = ".client";
    private static final String SERVER = ".server";
    private static final String FRAMES = ".frames";

    static void write(Language language, Path program, List<Wire.Said> said) throws IOException {
        String name = language + "-" + program.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
        Capture capture = new Capture(name, said.getFirst().byClient(), said.getFirst().byServer());
        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve(name + CLIENT), capture.byClient);
        Files.write(FOLDER.resolve(name + SERVER), capture.byServer);
        Files.write(capture.decoded(), DecodedFrames.of(capture));
    }

    /** The file that has a line for each of its frames, as they were decoded when it was made. */
    Path decoded() {
        return FOLDER.resolve(name + FRAMES);
    }

    /** All that were written, sorted by name. */
    static List<Capture> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(CLIENT))
                    .map(file -> file.substring(0, file.length() - CLIENT.length()))
                    .sorted()
                    .toList();
            return names.stream().map(Capture::read).toList();
        }
    }

    private static Capture read(String name) {
        try {
            return new Capture(name, Files.readAllBytes(FOLDER.resolve(name + CLIENT)),
                    Files.readAllBytes(FOLDER.resolve(name + SERVER)));
        } catch (IOException e) {
            throw new AssertionError("half a capture: " + name, e);
        }
    }
}
