package dev.leveret.amqp.method;


/** Class 90: transactions of publishes and acknowledgements. */
public sealed interface TxMethod extends Method {

    int CLASS = 90 << 16;

    /** Puts the channel into transaction mode. */
    record Select() implements TxMethod, ToChannel {

        public static final int ID = CLASS | 10;

        @Override
        public int id() {
            return ID;
        }
    }

    /** The channel is in transaction mode. */
    record SelectOk() implements TxMethod, FromServer {

        public static final int ID = CLASS | 11;

        @Override
        public int id() {
            return ID;
        }
    }

    /** Carries out what was published and settled since the last commit or rollback. */
    record Commit() implements TxMethod, ToChannel {

        public static final int ID = CLASS | 20;

        @Override
        public int id() {
            return ID;
        }
    }

    /** It is carried out. */
    record CommitOk() implements TxMethod, FromServer {

        public static final int ID = CLASS | 21;

        @Override
        public int id() {
            return ID;
        }
    }

    /** Forgets what was published and settled since the last commit or rollback. */
    record Rollback() implements TxMethod, ToChannel {

        public static final int ID = CLASS | 30;

        @Override
        public int id() {
            return ID;
        }
    }

    /** It is forgotten. */
    record RollbackOk() implements TxMethod, FromServer {

        public static final int ID = CLASS | 31;

        @Override
        public int id() {
            return ID;
        }
    }
}
