package dev.leveret.server.connection;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.method.ToConnection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names of the methods that clients may send, for the log: {@code queue.declare}, {@code basic.recover_async}. */
final class MethodNames {

    private static final String NONE = "none";
    private static final Map<Integer, String> BY_ID = new HashMap<>();

    static {
        put(ToConnection.class);
        put(ToChannel.class);
    }

    private MethodNames() {}

    /** The method that an error is blamed on; {@code none} if it is no method's fault. */
    static String of(AmqpError error) {
        return BY_ID.getOrDefault(error.classId() << 16 | error.methodId(), NONE);
    }

    /** The types are named after the methods, so their names need not be written down once more. */
    private static void put(Class<? extends Method> direction) {
        for (Class<?> method : direction.getPermittedSubclasses()) {
            String group = method.getEnclosingClass().getSimpleName().replace("Method", "");
            String name = method.getSimpleName().replaceAll("(?<=[a-z])([A-Z])", "_$1");
            try {
                BY_ID.put(method.getField("ID").getInt(null), (group + "." + name).toLowerCase(Locale.ROOT));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(method + " has no id", e);
            }
        }
    }
}
