package io.leaderboard.query.stream;

import static io.leaderboard.web.openapi.Member.maybe;

import io.leaderboard.query.board.BoardOperations;
import io.leaderboard.query.web.ReadOperations;
import io.leaderboard.web.openapi.Answer;
import io.leaderboard.web.openapi.Example;
import io.leaderboard.web.openapi.Operation;
import io.leaderboard.web.openapi.Shapes;
import java.util.List;
import org.springframework.http.MediaType;

/** What the route of streams tells of itself. */
final class StreamOperations {
  static final Operation STREAM =
      BoardOperations.ofBoard("streams", "streamTop", "The top of a board as it changes")
          .described(
              "Server-sent events of the name top, whose data is a page: at once, then on every"
                  + " change the latest state. It does not end: read it with EventSource or fetch,"
                  + " not with a method that waits for the whole answer. Without a period the stream"
                  + " says that the period has ended, and goes on with the next; before the first one"
                  + " it waits for it. A period that was asked for and is closed or archived is sent"
                  + " once; heartbeats follow.")
          .query(
              maybe(
                  "limit",
                  Shapes.whole(1, StreamRoutes.MAX_LIMIT).absent(StreamRoutes.DEFAULT_LIMIT)))
          .headers(maybe("Last-Event-ID", Shapes.text().described("Of the last event seen")))
          .answers(
              ReadOperations.dated(
                  new Answer(
                      200,
                      "Pages",
                      MediaType.TEXT_EVENT_STREAM,
                      Shapes.events(BoardOperations.PAGE),
                      List.of())))
          .examples(
              Example.named("first")
                  .with("limit", 1)
                  .gets(
                      200,
                      """
                      {"gameId":"football","boardId":"all-time","period":"all-time",\
                      "state":"open","total":3,"items":[{"rank":1,"userId":"ann",\
                      "displayName":"Ann","country":"IE","score":1500}],\
                      "next":"Af________okYW5u"}"""))
          .refusesField(
              "limit",
              "must be a whole number from 1 to 100",
              Example.named("large-limit").with("limit", 101))
          .refuses(StreamProblems.full().problem())
          .refuses(StreamProblems.tooManyWatches().problem())
          .refuses(StreamProblems.tooManyOfAddress(400).problem());

  private StreamOperations() {}
}
