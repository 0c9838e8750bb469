package dev.leveret.server.config;

/**
 * How many connections there may be; {@link Integer#MAX_VALUE} where there is no limit.
 *
 * @param connectionMax that have logged in
 * @param addressMax from one address, logged in or not
 * @param halfOpenMax that have not logged in
 */
public record AdmissionSettings(int connectionMax, int addressMax, int halfOpenMax) {}
