package dev.leveret.interop.kills;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The test's end of a {@link LoadMain}: what it tells goes into the books. */
final class LoadProcess implements AutoCloseable {

    private final Process process;
    private final Writer orders;
    private final List<String> clients;

    private LoadProcess(Process process, List<String> clients) {
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.clients = clients;
    }

    /** @param log for what is no event */
    static LoadProcess start(LoadMain.Role role, long seed, Books books, Path log) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                LoadMain.class.getName(), role.name(), Long.toString(seed)).redirectError(log.toFile()).start();
        Thread.ofPlatform().daemon().name(role.name()).start(() -> listen(process, books));
        List<String> names = List.copyOf(
                LoadMain.clients(role, new Random(seed), new Rounds(), new Reports(System.out)).keySet());
        return new LoadProcess(process, names);
    }

    private static void listen(Process process, Books books) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                books.add(Event.parse(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the clients in it. */
    List<String> clients() {
        return clients;
    }

    void order(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
