package io.leaderboard.events.user;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of users, within bounded memory. Past the bound, those are forgotten first whom
 * nobody asks for. Thread-safe.
 */
public final class ProfileTable {
  private static final int SEGMENTS = 64;

  /** Not known outside, so that nobody can choose ids that fall upon each other. */
  private static final long SEED = ThreadLocalRandom.current().nextLong();

  private final ProfileSegment[] segments = new ProfileSegment[SEGMENTS];

  /**
   * @param maxBytes of all records together, with their share of the tables
   */
  public ProfileTable(long maxBytes) {
    Arrays.setAll(segments, i -> new ProfileSegment(maxBytes / SEGMENTS));
  }

  /** What is shown of a user, null when nothing is known, or not any more. */
  public @Nullable UserProfile of(String userId) {
    byte[] id = userId.getBytes(StandardCharsets.UTF_8);
    byte[] record = segment(id).find(slotHash(id), id);
    return record == null ? null : profile(ByteBuffer.wrap(record), id.length);
  }

  /**
   * Shows a user as {@code profile} says.
   *
   * @param id in UTF-8, at most 128 bytes
   */
  public void put(byte[] id, UserProfile profile) {
    byte[] name = profile.displayName().getBytes(StandardCharsets.UTF_8);
    byte[] url = profile.avatarUrl().getBytes(StandardCharsets.UTF_8);
    byte[] country = profile.country().getBytes(StandardCharsets.US_ASCII);
    int length = ProfileSegment.HEAD + id.length + 2 + name.length + country.length + url.length;
    ByteBuffer record = ByteBuffer.allocate(length);
    record.put((byte) 0).put((byte) id.length).put(id);
    record.put((byte) name.length).put((byte) country.length);
    record.put(name).put(country).put(url);
    segment(id).put(slotHash(id), id, record.array());
  }

  /** Forgets a user. */
  public void remove(byte[] id) {
    segment(id).remove(slotHash(id), id);
  }

  /** How many users are known. */
  public long size() {
    return Arrays.stream(segments).mapToLong(ProfileSegment::size).sum();
  }

  /** What they take. */
  public long bytes() {
    return Arrays.stream(segments).mapToLong(ProfileSegment::bytes).sum();
  }

  /** How many had to make place for others. */
  public long forgotten() {
    return Arrays.stream(segments).mapToLong(ProfileSegment::forgotten).sum();
  }

  /** The part of the hash that chooses the slot. */
  static int slotHash(byte[] id) {
    return (int) hash(id);
  }

  private ProfileSegment segment(byte[] id) {
    return segments[(int) (hash(id) >>> 32) & (SEGMENTS - 1)];
  }

  private static UserProfile profile(ByteBuffer record, int idLength) {
    record.position(ProfileSegment.HEAD + idLength);
    int nameLength = record.get() & 0xff;
    int countryLength = record.get();
    String name = text(record, nameLength);
    String country = text(record, countryLength);
    return new UserProfile(name, text(record, record.remaining()), country);
  }

  private static String text(ByteBuffer record, int length) {
    byte[] bytes = new byte[length];
    record.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** FNV-1a from a secret start, its bits mixed. */
  private static long hash(byte[] id) {
    long hash = SEED;
    for (byte each : id) {
      hash = (hash ^ each) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    return hash ^ (hash >>> 29);
  }
}
