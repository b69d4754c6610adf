package io.leaderboard.redis.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a verification is.
 *
 * @param id names it
 * @param gameId the only game that is compared, null for all
 * @param state {@code running}, {@code done} or {@code failed}
 * @param reason why it failed, else null
 * @param notCompared games that cannot be compared yet, because one of the stores is being filled
 *     under their latest rules; at most {@value VerificationProgress#MOST_LISTED}
 * @param done parts of the standings that are compared
 * @param parts how many there are
 * @param compared standings that were compared
 * @param differences how many were found
 * @param from how many of them were fetched before those that are listed
 * @param listed the next, at most {@value VerificationProgress#MOST_LISTED}; ask again with {@code
 *     after}, the number of those that are known, until there are none
 */
public record VerificationReport(
    String id,
    @Nullable String gameId,
    String state,
    @Nullable String reason,
    List<String> notCompared,
    int done,
    int parts,
    long compared,
    long differences,
    long from,
    List<Difference> listed) {}
