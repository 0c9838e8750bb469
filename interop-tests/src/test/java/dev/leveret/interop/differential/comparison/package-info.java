/**
 * What comes of the scenarios: they are played, and what was seen is compared with what RabbitMQ was recorded to do, or
 * with a RabbitMQ that runs. A difference is a defect unless a file beside the recording has it word for word and names the row
 * of docs/DEVIATIONS.md that is the reason for it.
 */
package dev.leveret.interop.differential.comparison;
