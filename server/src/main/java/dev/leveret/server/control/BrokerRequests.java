package dev.leveret.server.control;

import dev.leveret.store.BrokerStore;
import dev.leveret.store.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running broker does for the command line. */
public final class BrokerRequests implements ControlSocket.Requests {

    static final String BACKUP = "backup ";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerRequests.class);

    private final BrokerStore store;

    public BrokerRequests(BrokerStore store) {
        this.store = store;
    }

    @Override
    public String answer(String request, BooleanSupplier isStopping) throws RequestException {
        if (request.startsWith(BACKUP)) {
            return backup(request.substring(BACKUP.length()), isStopping);
        }
        throw new RequestException("this broker does not know what is asked of it: " + request);
    }

    private String backup(String path, BooleanSupplier isStopping) throws RequestException {
        long startNanos = System.nanoTime();
        try {
            Path target = Path.of(path);
            if (!target.isAbsolute()) {
                throw new RequestException("the folder of a backup has to be absolute: " + path);
            }
            long bytes = store.backup(target, isStopping);
            LOG.info("backup made in {}: {} bytes in {} ms", target, bytes, (System.nanoTime() - startNanos) / 1_000_000);
            return "the backup is in " + target + ", " + bytes + " bytes; a broker can be started on it";
        } catch (InvalidPathException | StoreException e) {
            LOG.warn("no backup: {}", e.getMessage());
            throw new RequestException(e.getMessage(), e);
        }
    }
}
