package dev.leveret.server;

/** Which Leveret this is. */
public final class Version {

    private Version() {}

    /** As in the jar's manifest, or {@code development} when there is no jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
