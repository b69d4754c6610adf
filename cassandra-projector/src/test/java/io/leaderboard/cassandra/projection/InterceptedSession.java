package io.leaderboard.cassandra.projection;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;

/** A session whose asynchronous requests pass through a test. */
public interface InterceptedSession {
  /**
   * A request that is about to be sent.
   *
   * @param cql its text; {@code BATCH} for a batch
   * @param session what it is sent with
   */
  record Request(String cql, Statement<?> statement, CqlSession session) {
    /** Sends it. */
    public CompletionStage<AsyncResultSet> send() {
      return session.executeAsync(statement);
    }

    /** Whether the driver was told that it may send it twice. */
    public boolean isIdempotent() {
      return Boolean.TRUE.equals(statement.isIdempotent());
    }
  }

  /** What becomes of a request. */
  CompletionStage<AsyncResultSet> execute(Request request);

  /** A session that is {@code session} but for what the test does. */
  static CqlSession over(CqlSession session, InterceptedSession test) {
    return (CqlSession)
        Proxy.newProxyInstance(
            CqlSession.class.getClassLoader(),
            new Class<?>[] {CqlSession.class},
            (proxy, method, args) -> {
              try {
                if (method.getName().equals("executeAsync")
                    && args[0] instanceof BoundStatement statement) {
                  String cql = statement.getPreparedStatement().getQuery();
                  return test.execute(new Request(cql, statement, session));
                }
                if (method.getName().equals("executeAsync")
                    && args[0] instanceof BatchStatement batch) {
                  return test.execute(new Request("BATCH", batch, session));
                }
                return method.invoke(session, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
