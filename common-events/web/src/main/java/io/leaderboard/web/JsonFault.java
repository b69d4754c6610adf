package io.leaderboard.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * What is wrong with what is no JSON, for the person who sent it: where, and why as far as told.
 */
public final class JsonFault {
  private static final Pattern UNEXPECTED =
      Pattern.compile("^(?:Unexpected|Illegal) character \\('(.)' \\(code");

  private static final String NO_NUMBER = "Non-standard token";

  private JsonFault() {}

  /** The text; the parser's own names classes and settings that are none of the sender's. */
  public static String of(JacksonException failure) {
    TokenStreamLocation at = failure.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return "not valid JSON" + where + why(failure);
  }

  private static String why(JacksonException failure) {
    if (failure instanceof UnexpectedEndOfInputException) {
      return ": it ends too early";
    }
    String message = String.valueOf(failure.getOriginalMessage());
    if (message.startsWith(NO_NUMBER)) {
      return ": NaN and Infinity are no JSON numbers";
    }
    Matcher unexpected = UNEXPECTED.matcher(message);
    return unexpected.find() ? ": there must be no " + unexpected.group(1) + " here" : "";
  }
}
