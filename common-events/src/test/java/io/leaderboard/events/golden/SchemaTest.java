package io.leaderboard.events.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The schema against the list of every field and choice it ever had. */
class SchemaTest {
  @Test
  void neverChangesOrReusesAFieldThatWasWritten() throws IOException {
    assertThat(schema())
        .as("lines of golden/schema.txt are for ever: a log that was written with them is read")
        .containsAll(written());
  }

  @Test
  void listsEveryFieldItHas() throws IOException {
    assertThat(written())
        .as("a new field is added to golden/schema.txt, and to a new golden file")
        .containsExactlyElementsOf(schema());
  }

  static List<String> schema() {
    List<String> lines = new ArrayList<>();
    for (FileDescriptor file :
        List.of(
            io.leaderboard.events.proto.ScoreRecord.getDescriptor().getFile(),
            io.leaderboard.events.proto.GameRecord.getDescriptor().getFile(),
            io.leaderboard.events.proto.FinalStandingsRecord.getDescriptor().getFile(),
            io.leaderboard.events.proto.UserProfile.getDescriptor().getFile())) {
      for (Descriptor message : file.getMessageTypes()) {
        for (FieldDescriptor field : message.getFields()) {
          lines.add(message.getName() + " " + field.getNumber() + " " + type(field));
        }
      }
      for (EnumDescriptor choices : file.getEnumTypes()) {
        choices
            .getValues()
            .forEach(
                choice ->
                    lines.add(
                        choices.getName() + " " + choice.getNumber() + " " + choice.getName()));
      }
    }
    return lines;
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      List<FieldDescriptor> entry = field.getMessageType().getFields();
      return field.getName() + " map<" + name(entry.get(0)) + ", " + name(entry.get(1)) + ">";
    }
    String oneOf =
        field.getContainingOneof() == null ? "" : " oneof " + field.getContainingOneof().getName();
    return field.getName() + (field.isRepeated() ? " repeated " : " ") + name(field) + oneOf;
  }

  private static String name(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE -> field.getMessageType().getName();
      case ENUM -> field.getEnumType().getName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static List<String> written() throws IOException {
    try (InputStream stream = SchemaTest.class.getResourceAsStream("/golden/schema.txt")) {
      return new String(
              Objects.requireNonNull(stream, "golden/schema.txt").readAllBytes(),
              StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }
}
