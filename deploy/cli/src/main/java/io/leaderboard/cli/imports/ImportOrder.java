package io.leaderboard.cli.imports;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What was asked for.
 *
 * @param file what to send
 * @param url the ingest service
 * @param journal the directory of the journals
 * @param again send a file that was imported before
 */
record ImportOrder(
    Path file, String game, Mapping mapping, Format format, URI url, Path journal, boolean again) {

  /** The journal's name: the same content, sent in the same way to the same place. */
  String journalKey(SourceFile surveyed) {
    String identity =
        String.join(
            "\n", surveyed.digest(), game, mapping.toString(), format.toString(), url.toString());
    byte[] digest = Digests.sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 12);
  }
}
