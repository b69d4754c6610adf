// Sends a score with the typed client of the write API, and reads it with that of the read API.
import createClient from "openapi-fetch";
import type { paths as Ingest } from "./ingest.js";
import type { paths as Query } from "./query.js";

const [ingest = "http://localhost:8081", query = "http://localhost:8080"] = process.argv.slice(2);
const writes = createClient<Ingest>({ baseUrl: ingest });
const reads = createClient<Query>({ baseUrl: query });

const game = { gameId: "clients" };
const { data: taken, error } = await writes.POST("/v1/games/{gameId}/scores", {
  params: { path: game },
  // What has a default need not be said.
  body: { userId: "typescript", score: 1300, eventId: "typescript-1" },
});
if (error) throw new Error(error.detail);
const { data: page } = await reads.GET("/v1/games/{gameId}/boards/{boardId}/top", {
  params: { path: { ...game, boardId: "all-time" }, query: { after: taken.position } },
});
if (!page?.items.some((entry) => entry.userId === "typescript" && entry.score === 1300)) {
  throw new Error("not on the board: " + JSON.stringify(page));
}
console.log("TypeScript:", page.items.length, "on the board");
