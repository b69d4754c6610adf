package io.leaderboard.cli.imports;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What was asked for.
 *
 * @param file what to send
 * @param delimiter what stands between the cells of a CSV file, one character
 * @param url the ingest service
 * @param journal the directory of the journals
 * @param again send a file that was imported before
 */
record ImportOrder(
    Path file,
    String game,
    Mapping mapping,
    Format format,
    String delimiter,
    URI url,
    Path journal,
    boolean again) {

  /** The journal's name: the same content, sent in the same way to the same place. */
  String journalKey(SourceFile surveyed) {
    String identity =
        String.join("\n", surveyed.digest(), game, mapping.toString(), layout(), url.toString());
    byte[] digest = Digests.sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 12);
  }

  /** Of a CSV file with commas it is what it was before there were others. */
  private String layout() {
    return delimiter.equals(",") ? format.toString() : format + " " + delimiter;
  }
}
