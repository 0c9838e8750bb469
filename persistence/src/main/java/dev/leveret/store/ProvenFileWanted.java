package dev.leveret.store;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Those who wait for the store file of a checkpoint that begins after they have asked. For any thread. */
final class ProvenFileWanted {

    /** Opens what is proven. Closed by whoever gets it. */
    interface Opening {
        ProvenFile open() throws IOException;
    }

    private final ConcurrentLinkedQueue<CompletableFuture<ProvenFile>> waiting = new ConcurrentLinkedQueue<>();

    CompletableFuture<ProvenFile> ask() {
        CompletableFuture<ProvenFile> answer = new CompletableFuture<>();
        waiting.add(answer);
        return answer;
    }

    /** Those whom a checkpoint will do that begins now. Another may begin before this one's proof is written. */
    List<CompletableFuture<ProvenFile>> soFar() {
        return List.copyOf(waiting);
    }

    /** The checkpoint is proven that was begun with these. */
    void proven(List<CompletableFuture<ProvenFile>> served, Opening opening) {
        for (CompletableFuture<ProvenFile> answer : served) {
            waiting.remove(answer);
            if (answer.isDone()) {
                continue; // an earlier checkpoint did
            }
            try {
                ProvenFile file = opening.open();
                if (!answer.complete(file)) {
                    file.close();
                }
            } catch (IOException e) {
                answer.completeExceptionally(e); // To be out of file handles, say, must not end the store.
            }
        }
    }

    /** Nothing is going to be proven any more. */
    void giveUp() {
        waiting.forEach(answer -> answer.completeExceptionally(new IOException("the store has been closed, or can't be written for now")));
    }
}
