package dev.leveret.server.config;

import java.util.List;

/**
 * What virtual hosts have from the moment that they are made.
 *
 * @param users who may use them
 * @param limits of which the first that fits a virtual host is in force
 */
public record NewVhostSettings(List<DefaultUser> users, List<DefaultLimits> limits) {

    public NewVhostSettings {
        users = List.copyOf(users);
        limits = List.copyOf(limits);
    }
}
