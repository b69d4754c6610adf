package io.leaderboard.events.user;

import com.google.protobuf.InvalidProtocolBufferException;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.score.UndecodableRecordException;

/** Values of the topic {@code users} to bytes and back. Thread-safe, without state. */
public final class UserProfileCodec {
  private UserProfileCodec() {}

  /** The bytes of a profile. */
  public static byte[] encode(UserProfile profile) {
    return io.leaderboard.events.proto.UserProfile.newBuilder()
        .setDisplayName(profile.displayName())
        .setAvatarUrl(profile.avatarUrl())
        .setCountry(profile.country())
        .build()
        .toByteArray();
  }

  /**
   * What {@code bytes} hold.
   *
   * @throws UndecodableRecordException when they are no profile
   */
  public static UserProfile decode(byte[] bytes) throws UndecodableRecordException {
    try {
      var profile = io.leaderboard.events.proto.UserProfile.parseFrom(bytes);
      return new UserProfile(
          profile.getDisplayName(), profile.getAvatarUrl(), profile.getCountry());
    } catch (InvalidProtocolBufferException e) {
      throw new UndecodableRecordException("not a UserProfile: " + e.getMessage(), e);
    } catch (InvalidFieldException e) {
      throw new UndecodableRecordException("not allowed: " + e.getMessage(), e);
    }
  }
}
