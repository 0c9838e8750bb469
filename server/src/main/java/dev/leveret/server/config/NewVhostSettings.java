package dev.leveret.server.config;

import java.util.List;

/**
 * What virtual hosts have from the moment that they are made.
 *
 * @param users who may use them
 * @param limits of which the first that fits a virtual host is in force
 * @param policies of which all that fit a virtual host are set in it
 * @param max virtual hosts that there may be; {@link Integer#MAX_VALUE} means no limit
 */
public record NewVhostSettings(
        List<DefaultUser> users, List<DefaultLimits> limits, List<DefaultPolicy> policies, int max) {

    public NewVhostSettings {
        users = List.copyOf(users);
        limits = List.copyOf(limits);
        policies = List.copyOf(policies);
    }
}
