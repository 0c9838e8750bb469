package dev.leveret.store.journal;

/** Numbers in file names. */
public final class FileNumber {

    private FileNumber() {}

    /** The number between prefix and suffix, or -1 if the name is not built so. */
    public static long in(String fileName, String prefix, String suffix) {
        if (!fileName.startsWith(prefix)
                || !fileName.endsWith(suffix)
                || fileName.length() == prefix.length() + suffix.length()) {
            return -1;
        }
        long number = 0;
        for (int i = prefix.length(); i < fileName.length() - suffix.length(); i++) {
            char digit = fileName.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }
}
