package dev.leveret.server.config;

import dev.leveret.server.auth.Hashing;
import java.util.List;
import java.util.Set;

/**
 * Who may log in.
 *
 * @param defaultUser name of the user that a new broker has
 * @param defaultPass that user's password
 * @param defaultVhost the virtual host that a new broker has
 * @param loopbackUsers users who may come over a loopback interface only
 * @param defaultTags the first user's tags
 * @param defaultGrant what the first user may do in the first virtual host
 * @param newVhosts what virtual hosts have that are made
 * @param logins how clients prove who they are
 */
public record AuthSettings(
        String defaultUser,
        String defaultPass,
        String defaultVhost,
        Set<String> loopbackUsers,
        List<String> defaultTags,
        DefaultUser.Grant defaultGrant,
        NewVhostSettings newVhosts,
        LoginSettings logins) {

    public AuthSettings {
        defaultTags = List.copyOf(defaultTags);
        loopbackUsers = Set.copyOf(loopbackUsers);
    }

    /**
     * How the first user's password is hashed: one that everybody knows is not worth the time that the others are, nor that of
     * its user's logins.
     */
    public Hashing firstHashing() {
        boolean isPublic = defaultPass.equals(SettingKeys.DEFAULT_PASS.fallback());
        return isPublic && logins.hashing() == Hashing.PBKDF2_SHA_512 ? Hashing.SHA_256 : logins.hashing();
    }

    /** Without the password, which belongs in no log. */
    @Override
    public String toString() {
        return "AuthSettings[defaultUser=" + defaultUser + ", defaultVhost=" + defaultVhost + "]";
    }
}
