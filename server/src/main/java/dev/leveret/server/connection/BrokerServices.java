package dev.leveret.server.connection;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.alarm.Intake;
import dev.leveret.server.auth.Authenticator;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.vhost.VirtualHosts;

/**
 * What all connections of a broker share.
 *
 * @param serverProperties as connection.start tells them
 */
public record BrokerServices(
        BrokerSettings settings,
        FieldTable serverProperties,
        Authenticator authenticator,
        VirtualHosts virtualHosts,
        Alarms alarms,
        Intake intake) {}
