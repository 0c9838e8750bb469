package dev.leveret.server.config;

/**
 * Everything that can be set, as read and checked at the start. Immutable.
 *
 * @param listen sockets
 * @param protocol what is offered to clients in connection.tune, and the size of a message
 * @param timeouts limits of the connection's own protocol
 * @param auth users
 * @param resources when alarms are raised
 * @param node the process: data folder, loops, names, log
 * @param texts all that can be set
 */
public record BrokerSettings(
        ListenSettings listen,
        ProtocolSettings protocol,
        TimeoutSettings timeouts,
        AuthSettings auth,
        ResourceSettings resources,
        NodeSettings node,
        SettingTexts texts) {

    /** The settings of a broker for which nothing was configured. */
    public static BrokerSettings defaults() {
        return SettingsReader.read(new RawSettings());
    }

    /** The same with other limits on who comes in. */
    public BrokerSettings with(AdmissionSettings admission) {
        return new BrokerSettings(listen.with(admission), protocol, timeouts, auth, resources, node, texts);
    }
}
