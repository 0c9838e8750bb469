package dev.leveret.store;

/**
 * How often a message has come back to a queue that counts that. Queue and position are the identity. Nobody has declared it; but few
 * messages come back, and what has to be kept of one changes and goes as a definition does.
 *
 * @param queueId as the store knows the queue, or those of its messages that have one priority
 * @param returns at least 1
 */
public record ReturnCount(long queueId, long position, int returns) implements Definition {

    @Override
    public void accept(DefinitionVisitor visitor) {
        visitor.returnCount(this);
    }
}
