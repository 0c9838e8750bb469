package dev.leveret.interop.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What one of a program's connections and its server said, kept as bytes in {@code src/test/resources/captures}.
 *
 * @param name of language and program, and from the second connection on its number
 * @param byClient all bytes that the client sent
 * @param byServer all bytes that the server sent
 */
record Capture(String name, byte[] byClient, byte[] byServer) {

    static final Path FOLDER = Path.of("src", "test", "resources", "captures");

    private static final String CLIENT = ".client";
    private static final String SERVER = ".server";
    private static final String FRAMES = ".frames";

    private static final Pattern NUMBER = Pattern.compile("-\\d+$");

    /** Keeps of a program the connections that say most, and none of an earlier recording. */
    static void write(Language language, Path program, List<Wire.Said> said) throws IOException {
        String name = name(language, program);
        for (Capture earlier : all()) {
            if (earlier.program().equals(name)) {
                earlier.delete();
            }
        }
        List<Capture> kept = CaptureChoice.of(said.stream().map(each -> CaptureTrim.of(name, each)).toList());
        for (int i = 0; i < kept.size(); i++) {
            kept.get(i).write(i == 0 ? name : name + "-" + (i + 1));
        }
    }

    private void write(String as) throws IOException {
        Files.write(FOLDER.resolve(as + CLIENT), byClient);
        Files.write(FOLDER.resolve(as + SERVER), byServer);
        Files.write(FOLDER.resolve(as + FRAMES), DecodedFrames.of(this));
    }

    private void delete() throws IOException {
        for (String suffix : List.of(CLIENT, SERVER, FRAMES)) {
            Files.delete(FOLDER.resolve(name + suffix));
        }
    }

    /** What the captures of a program are called by. */
    static String name(Language language, Path program) {
        return language + "-" + program.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
    }

    /** The {@link #name(Language, Path) name} of the program whose connection this was. */
    String program() {
        return NUMBER.matcher(name).replaceFirst("");
    }

    int size() {
        return byClient.length + byServer.length;
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
