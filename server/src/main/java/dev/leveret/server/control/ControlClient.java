package dev.leveret.server.control;

import dev.leveret.server.config.Tool;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import dev.leveret.store.disk.DiskReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line's way to a running broker. */
public final class ControlClient {

    private static final String OK = "ok ";
    private static final String ERROR = "error ";

    private ControlClient() {}

    /**
     * Asks the broker that has this data folder for a backup, and waits until it is there.
     *
     * @param target may be relative to the folder of this process
     * @return one line about the backup
     * @throws RequestException if no broker runs there, or if it can't make the backup
     */
    public static String backup(Path data, Path target) throws RequestException {
        return ask(data, BrokerRequests.BACKUP + target.toAbsolutePath().normalize());
    }

    /**
     * Has the broker that has this data folder carry out a command, and waits for its end.
     *
     * @param words the verb and its arguments
     * @throws RequestException if no broker runs there
     */
    static Ended command(Path data, Tool tool, List<String> words) throws RequestException {
        List<String> all = new ArrayList<>(List.of(Path.of("").toAbsolutePath().toString(), tool.word()));
        all.addAll(words);
        return Ended.read(ask(data, BrokerRequests.COMMAND + JsonWriter.write(JsonValue.texts(all))));
    }

    private static String ask(Path data, String request) throws RequestException {
        Path folder = data.toAbsolutePath().normalize();
        if (request.indexOf('\n') >= 0) {
            throw new RequestException("a path with a line break can't be used");
        }
        Path file = folder.resolve(ControlSocket.FILE);
        if (Files.notExists(file)) {
            throw new RequestException(
                    ExitCode.UNAVAILABLE, "no broker is running on " + folder + ": there is no " + file);
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(file));
            ControlLine.write(channel, request);
            return read(ControlLine.read(channel));
        } catch (ConnectException e) {
            throw new RequestException(
                    ExitCode.UNAVAILABLE, "no broker is running on " + folder + ": nobody listens on " + file, e);
        } catch (IOException e) {
            throw new RequestException(
                    ExitCode.UNAVAILABLE, "the broker on " + folder + " does not answer: " + DiskReason.of(e), e);
        }
    }

    private static String read(String answer) throws RequestException {
        if (answer.startsWith(OK)) {
            return answer.substring(OK.length());
        }
        throw new RequestException(answer.startsWith(ERROR) ? answer.substring(ERROR.length()) : answer);
    }
}
