package dev.leveret.queue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a queue, or its life, can have or not. */
enum Feature {
    QUORUM,
    DURABLE,
    PRIORITIES,
    GROUPS,
    DROP_HEAD,
    REJECT,
    REJECT_TO_LETTERS,
    TTL,
    LETTERS,
    SINGLE_ACTIVE,
    DELIVERY_LIMIT,
    DELAYED_RETRY,
    EXPIRES,
    CONSUMER_PRIORITIES,
    PAGING,
    RESTARTS,
    POLICIES;

    /** Every combination that there are queues of. */
    static final List<Set<Feature>> COMBINATIONS = combinations();

    /** Spreads what is similar. It has no divisor in common with the number of combinations. */
    private static final int STRIDE = 7_919;

    /** Each combination once among as many seeds in a row as there are combinations. */
    static Set<Feature> of(long seed) {
        return COMBINATIONS.get((int) (seed * STRIDE % COMBINATIONS.size()));
    }

    private static List<Set<Feature>> combinations() {
        List<Set<Feature>> accepted = new ArrayList<>();
        for (int bits = 0; bits < 1 << values().length; bits++) {
            Set<Feature> features = EnumSet.noneOf(Feature.class);
            for (Feature feature : values()) {
                if ((bits >> feature.ordinal() & 1) == 1) {
                    features.add(feature);
                }
            }
            if (isAccepted(features)) {
                accepted.add(features);
            }
        }
        return List.copyOf(accepted);
    }

    private static boolean isAccepted(Set<Feature> features) {
        boolean isQuorum = features.contains(QUORUM);
        boolean isOneOrder = !features.contains(PRIORITIES) || !features.contains(GROUPS) && !isQuorum;
        boolean isOneOverflow = count(features, DROP_HEAD, REJECT, REJECT_TO_LETTERS) <= 1;
        boolean isOfType = isQuorum ? features.contains(DURABLE) : count(features, DELIVERY_LIMIT, DELAYED_RETRY) == 0;
        return isOneOrder && isOneOverflow && isOfType;
    }

    private static long count(Set<Feature> features, Feature... some) {
        return List.of(some).stream().filter(features::contains).count();
    }
}
