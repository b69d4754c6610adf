package io.leaderboard.cli.stack;

import io.leaderboard.servers.ServerLog;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log of a service, which Spring Boot gives a section of its own when the start fails. */
record ServiceLog(ServerLog log) {
  private static final Pattern FAILED_START =
      Pattern.compile("(?s)APPLICATION FAILED TO START.*?Description:\\s*(.*?)\\s*(?:Action:|$)");

  private static final int LINE_CHARACTERS = 400;

  /** What Spring Boot describes, else the last line that speaks of an error. */
  String tellingLine() {
    Matcher description = FAILED_START.matcher(log.tail());
    String found = "";
    while (description.find()) {
      found = description.group(1).replaceAll("\\s+", " ");
    }
    if (found.isEmpty()) {
      return log.tellingLine();
    }
    return found.length() <= LINE_CHARACTERS ? found : found.substring(0, LINE_CHARACTERS) + "...";
  }
}
