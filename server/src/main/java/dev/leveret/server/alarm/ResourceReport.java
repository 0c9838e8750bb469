package dev.leveret.server.alarm;

import dev.leveret.server.config.ResourceSettings.Watermark;

/**
 * What there is of memory and disk, in bytes.
 *
 * @param memory the limit as it was set
 * @param memoryLimit in use above which the alarm stands
 * @param disk the limit as it was set
 * @param diskLimit free below which the alarm stands
 */
public record ResourceReport(
        long memoryUsed, long memoryTotal, Watermark memory, long memoryLimit, long diskFree, Watermark disk, long diskLimit) {}
