"""Sends a score with the generated client of the write API, and reads it with that of the read API."""
import leaderboard_ingest
import leaderboard_query

with leaderboard_ingest.ApiClient() as writes, leaderboard_query.ApiClient() as reads:
    taken = leaderboard_ingest.ScoresApi(writes).submit_score(
        "clients", leaderboard_ingest.Score(user_id="python", score=1400, event_id="python-1")
    )
    page = leaderboard_query.BoardsApi(reads).get_top("clients", "all-time", after=taken.position)
    assert any(entry.user_id == "python" and entry.score == 1400 for entry in page.items), page
    print("Python:", len(page.items), "on the board")
