package io.leaderboard.cassandra.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * Lets one instance at a time change the schema: two that create the same table at once through
 * different nodes can leave the cluster with two ids for it, which takes a restart to mend.
 *
 * <p>A lightweight transaction decides who holds it. It expires by itself when its holder dies, and
 * is prolonged before every statement; who finds it lost stops. The lock's own table has an id that
 * follows from its name, so that creating it twice is harmless. (The other tables must not: a
 * keyspace that is dropped and made anew would meet its former mutations in the commit log.)
 */
final class SchemaLock implements AutoCloseable {
  /** Longer than any statement may take, so that it never expires during one. */
  private static final int SECONDS_TO_LIVE = 60;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final CqlSession session;
  private final String table;
  private final UUID owner = UUID.randomUUID();

  SchemaLock(CqlSession session, String keyspace) {
    this.session = session;
    this.table = keyspace + ".schema_lock";
  }

  void createTable() {
    UUID id = UUID.nameUUIDFromBytes(table.getBytes(StandardCharsets.UTF_8));
    session.execute(
        once(
            "CREATE TABLE IF NOT EXISTS %s (name text PRIMARY KEY, owner uuid) WITH id = '%s'"
                .formatted(table, id)));
  }

  /** Whether this instance holds it now. */
  boolean tryAcquire() {
    // Whoever sees no answer asks again: IF NOT EXISTS then finds its own id, and tells by that.
    ResultSet result =
        session.execute(
            once(
                "INSERT INTO %s (name, owner) VALUES ('schema', ?) IF NOT EXISTS USING TTL %d"
                    .formatted(table, SECONDS_TO_LIVE),
                owner));
    return result.wasApplied() || owner.equals(result.one().getUuid("owner"));
  }

  /**
   * @throws IllegalStateException when another instance has it
   */
  void prolong() {
    ResultSet result =
        session.execute(
            once(
                "UPDATE %s USING TTL %d SET owner = ? WHERE name = 'schema' IF owner = ?"
                    .formatted(table, SECONDS_TO_LIVE),
                owner,
                owner));
    if (!result.wasApplied()) {
      throw new IllegalStateException("the schema lock was lost to another instance");
    }
  }

  @Override
  public void close() {
    session.execute(
        once("DELETE FROM %s WHERE name = 'schema' IF owner = ?".formatted(table), owner));
  }

  private static Statement<?> once(String cql, Object... values) {
    return SimpleStatement.newInstance(cql, values).setTimeout(TIMEOUT).setIdempotent(false);
  }
}
