package dev.leveret.server.connection;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.alarm.Intake;
import dev.leveret.server.auth.Authenticator;
import dev.leveret.server.auth.SaslMechanisms;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.function.Supplier;

/**
 * What all connections of a broker share.
 *
 * @param serverProperties as connection.start tells them now
 * @param mechanisms to log in with
 * @param limits of users and virtual hosts
 */
public record BrokerServices(
        BrokerSettings settings,
        Supplier<FieldTable> serverProperties,
        Authenticator authenticator,
        SaslMechanisms mechanisms,
        ConnectionLimits limits,
        VirtualHosts virtualHosts,
        Alarms alarms,
        Intake intake) {}
