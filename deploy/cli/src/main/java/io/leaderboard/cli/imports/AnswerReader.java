package io.leaderboard.cli.imports;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads the answers of {@code POST /v1/scores}. */
final class AnswerReader {
  private static final int REASON_CHARACTERS = 300;
  private static final int MOST_RETRY_AFTER_SECONDS = 30;
  private static final JsonMapper JSON = JsonMapper.shared();

  private AnswerReader() {}

  /**
   * @param sent how many lines the request had
   */
  static IngestAnswer read(int status, HttpHeaders headers, String body, int sent) {
    JsonNode answer = parse(body);
    if (status == 429 || status >= 500) {
      return new IngestAnswer.Unavailable(detail(status, answer, body), retryAfter(headers));
    }
    boolean lineByLine = answer.path("rejected").isArray();
    boolean took = status == 202 && answer.path("accepted").isNumber();
    if (took || (status == 400 && lineByLine)) {
      return taken(answer, sent);
    }
    return new IngestAnswer.Refused(status, detail(status, answer, body));
  }

  private static IngestAnswer taken(JsonNode answer, int sent) {
    List<IngestAnswer.Rejection> rejected = new ArrayList<>();
    for (JsonNode rejection : answer.path("rejected")) {
      int index = rejection.path("index").asInt(-1);
      if (index < 0 || index >= sent) {
        return new IngestAnswer.Refused(
            202, "a rejected line has the index %d of %d lines".formatted(index, sent));
      }
      rejected.add(
          new IngestAnswer.Rejection(
              index, reason(rejection), rejection.path("retryable").asBoolean(false)));
    }
    long total = answer.path("rejectedTotal").asLong(rejected.size());
    int taken = Math.min(answer.path("stoppedAt").asInt(sent), sent);
    return new IngestAnswer.Taken(List.copyOf(rejected), total, taken);
  }

  private static String reason(JsonNode rejection) {
    String detail = rejection.path("detail").asString(rejection.path("type").asString("refused"));
    String field = rejection.path("field").asString("");
    return oneLine(field.isEmpty() || detail.startsWith(field) ? detail : field + ": " + detail);
  }

  private static String detail(int status, JsonNode problem, String body) {
    String title = problem.path("detail").asString(problem.path("title").asString(body.strip()));
    return oneLine(title.isEmpty() ? "HTTP status " + status : title);
  }

  /** What comes from the network must not write over the terminal or the list of rejections. */
  private static String oneLine(String text) {
    String cleaned = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return cleaned.length() <= REASON_CHARACTERS
        ? cleaned
        : cleaned.substring(0, REASON_CHARACTERS) + "...";
  }

  private static Duration retryAfter(HttpHeaders headers) {
    String seconds = headers.firstValue("Retry-After").orElse("0");
    return seconds.matches("\\d{1,9}")
        ? Duration.ofSeconds(Math.min(Integer.parseInt(seconds), MOST_RETRY_AFTER_SECONDS))
        : Duration.ZERO;
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }
}
