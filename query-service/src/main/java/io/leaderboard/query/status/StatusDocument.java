package io.leaderboard.query.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far everything is, as JSON has it.
 *
 * @param generation id of the live one, null while there is none or Redis does not say
 * @param rebuild null when nothing is being filled
 */
@JsonPropertyOrder({"generation", "rebuild", "projectors"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusDocument(
    @Nullable String generation, @Nullable Rebuild rebuild, List<ProjectorStatus> projectors) {

  /**
   * What is being filled: a generation, or games within the live one.
   *
   * @param generation its id, or that of the fill of games
   * @param applied records of the log that are applied to it
   * @param total records of the log
   */
  @JsonPropertyOrder({"generation", "applied", "total", "percent"})
  record Rebuild(String generation, long applied, long total, int percent) {}

  /**
   * One projector.
   *
   * @param problem why its positions are not known, else null
   */
  @JsonPropertyOrder({"name", "problem", "partitions"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ProjectorStatus(String name, @Nullable String problem, List<PartitionStatus> partitions) {}

  /**
   * One partition of a projector. Null is what is not known.
   *
   * @param position offset of the last record that is applied, inclusive; null when none is
   * @param end the offset that the next record will get
   * @param lagRecords how many records are not applied
   * @param lagMs for how long the log has held the first of them, in milliseconds
   */
  @JsonPropertyOrder({"partition", "position", "end", "lagRecords", "lagMs"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PartitionStatus(
      int partition,
      @Nullable Long position,
      @Nullable Long end,
      @Nullable Long lagRecords,
      @Nullable Long lagMs) {}
}
