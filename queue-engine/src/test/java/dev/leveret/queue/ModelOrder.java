package dev.leveret.queue;

import java.util.List;

/** Who may take which message. */
interface ModelOrder {

    /** Everybody takes the first one. */
    ModelOrder FIRST_FOR_ALL = new ModelOrder() {
        @Override
        public ModelMessage next(List<ModelMessage> some, Taker taker) {
            return some.isEmpty() ? null : some.getFirst();
        }

        @Override
        public void released(ModelMessage message, boolean isBack) {
            // Nothing waits for it.
        }
    };

    /**
     * The first of some messages that a consumer may take.
     *
     * @param some in order
     * @param taker null: somebody who asks with basic.get
     * @return null if there is none
     */
    ModelMessage next(List<ModelMessage> some, Taker taker);

    /**
     * A message is not unacked any more, or has waited long enough to come back.
     *
     * @param isBack it is ready, or will be
     */
    void released(ModelMessage message, boolean isBack);
}
