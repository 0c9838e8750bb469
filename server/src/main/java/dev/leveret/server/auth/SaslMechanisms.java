package dev.leveret.server.auth;

import dev.leveret.server.config.LoginSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The ways to log in that are switched on.
 *
 * @param all the preferred one first
 */
public record SaslMechanisms(List<SaslMechanism> all) {

    public SaslMechanisms {
        all = List.copyOf(all);
    }

    /** As set. */
    public static SaslMechanisms of(LoginSettings settings) {
        return new SaslMechanisms(settings.mechanisms().stream().map(name -> mechanism(name, settings)).toList());
    }

    private static SaslMechanism mechanism(String name, LoginSettings settings) {
        return switch (name) {
            case "PLAIN" -> new PlainMechanism();
            case "AMQPLAIN" -> new AmqPlainMechanism();
            case "EXTERNAL" -> new ExternalMechanism(settings.certificateName());
            case "ANONYMOUS" -> new AnonymousMechanism(settings.anonymousUser(), settings.anonymousPass());
            default -> throw new IllegalStateException("the settings let '" + name + "' through");
        };
    }

    /** The one of that name, if this client can use it. */
    public Optional<SaslMechanism> find(String name, PeerCertificate peer) {
        return all.stream().filter(each -> each.name().equals(name) && each.isFor(peer)).findFirst();
    }

    /** All names for this client as connection.start has them: separated by spaces. */
    public String names(PeerCertificate peer) {
        return all.stream().filter(each -> each.isFor(peer)).map(SaslMechanism::name).collect(Collectors.joining(" "));
    }
}
