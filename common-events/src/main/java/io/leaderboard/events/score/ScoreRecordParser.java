package io.leaderboard.events.score;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code ScoreRecord} straight into ours. It accepts and refuses what the generated parser
 * does, without the messages and builders that one makes of each record: every record of the log
 * comes through here in every projection and rebuild. For one record; not thread-safe.
 *
 * <p>As with the generated parser a field that comes again replaces its former value, a message
 * that comes again is merged into the former one, and of the two kinds the last one counts.
 */
final class ScoreRecordParser {
  private static final int TEXT = WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int VARINT = WireFormat.WIRETYPE_VARINT;

  /** Takes the value of a field; false when there is no such field. */
  @FunctionalInterface
  private interface Fields {
    boolean read(int tag) throws IOException;
  }

  private final CodedInputStream in;
  private @Nullable Score score;
  private @Nullable Closing closing;
  private boolean isClosing;

  private ScoreRecordParser(byte[] bytes) {
    this.in = CodedInputStream.newInstance(bytes);
  }

  /**
   * The record that {@code bytes} hold, null when they hold neither a score nor a closing.
   *
   * @throws InvalidProtocolBufferException when they are no {@code ScoreRecord}
   * @throws io.leaderboard.events.limit.InvalidFieldException when a field is not allowed
   */
  static @Nullable ScoreRecord parse(byte[] bytes) throws InvalidProtocolBufferException {
    ScoreRecordParser parser = new ScoreRecordParser(bytes);
    try {
      parser.fields(parser::read);
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
    if (parser.isClosing && parser.closing != null) {
      return new PeriodsClosed(parser.closing.gameId, parser.closing.through);
    }
    return parser.score == null ? null : parser.score.event();
  }

  private boolean read(int tag) throws IOException {
    switch (tag) {
      case 1 << 3 | TEXT -> {
        isClosing = false;
        score = score == null ? new Score() : score;
        message(score::read);
      }
      case 2 << 3 | TEXT -> {
        isClosing = true;
        closing = closing == null ? new Closing() : closing;
        message(closing::read);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void message(Fields fields) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    fields(fields);
    in.popLimit(outer);
  }

  /** Reads to the end of what is open, and passes over what is not known. */
  private void fields(Fields fields) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      // As the generated parser passes over it: skipField refuses some varints that that one takes.
      if (!fields.read(tag) && !UnknownFieldSet.newBuilder().mergeFieldFrom(tag, in)) {
        throw new InvalidProtocolBufferException("a group ends that did not begin");
      }
    }
  }

  private final class Score {
    private String eventId = "";
    private String gameId = "";
    private String userId = "";
    private long score;
    private int scale;
    private Map<String, Long> metrics = Map.of();
    private long occurredAt;
    private long acceptedAt;
    private String matchId = "";
    private Map<String, String> metadata = Map.of();

    private boolean read(int tag) throws IOException {
      switch (tag) {
        case 1 << 3 | TEXT -> eventId = in.readStringRequireUtf8();
        case 2 << 3 | TEXT -> gameId = in.readStringRequireUtf8();
        case 3 << 3 | TEXT -> userId = in.readStringRequireUtf8();
        case 4 << 3 | VARINT -> score = in.readSInt64();
        case 5 << 3 | VARINT -> scale = in.readUInt32();
        case 6 << 3 | TEXT -> {
          Metric metric = new Metric();
          message(metric::read);
          // Most events have none.
          metrics = metrics.isEmpty() ? new HashMap<>() : metrics;
          metrics.put(metric.name, metric.value);
        }
        case 7 << 3 | VARINT -> occurredAt = in.readSInt64();
        case 8 << 3 | VARINT -> acceptedAt = in.readSInt64();
        case 9 << 3 | TEXT -> matchId = in.readStringRequireUtf8();
        case 10 << 3 | TEXT -> {
          Metadatum metadatum = new Metadatum();
          message(metadatum::read);
          metadata = metadata.isEmpty() ? new HashMap<>() : metadata;
          metadata.put(metadatum.name, metadatum.value);
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private ScoreEvent event() {
      return new ScoreEvent(
          eventId,
          gameId,
          userId,
          score,
          scale,
          Map.copyOf(metrics),
          occurredAt,
          acceptedAt,
          matchId.isEmpty() ? null : matchId,
          Map.copyOf(metadata));
    }
  }

  private final class Closing {
    private String gameId = "";
    private long through;

    private boolean read(int tag) throws IOException {
      switch (tag) {
        case 1 << 3 | TEXT -> gameId = in.readStringRequireUtf8();
        case 2 << 3 | VARINT -> through = in.readSInt64();
        default -> {
          return false;
        }
      }
      return true;
    }
  }

  private final class Metric {
    private String name = "";
    private long value;

    private boolean read(int tag) throws IOException {
      switch (tag) {
        case 1 << 3 | TEXT -> name = in.readStringRequireUtf8();
        case 2 << 3 | VARINT -> value = in.readSInt64();
        default -> {
          return false;
        }
      }
      return true;
    }
  }

  private final class Metadatum {
    private String name = "";
    private String value = "";

    private boolean read(int tag) throws IOException {
      switch (tag) {
        case 1 << 3 | TEXT -> name = in.readStringRequireUtf8();
        case 2 << 3 | TEXT -> value = in.readStringRequireUtf8();
        default -> {
          return false;
        }
      }
      return true;
    }
  }
}
