package io.leaderboard.cassandra.projection;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A session whose asynchronous requests pass through a test. */
public interface InterceptedSession {
  /**
   * A request.
   *
   * @param cql its statement
   * @param send sends it
   */
  CompletionStage<AsyncResultSet> execute(
      String cql, Supplier<CompletionStage<AsyncResultSet>> send);

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
                  return test.execute(
                      statement.getPreparedStatement().getQuery(),
                      () -> session.executeAsync(statement));
                }
                if (method.getName().equals("executeAsync")
                    && args[0] instanceof BatchStatement batch) {
                  return test.execute("BATCH", () -> session.executeAsync(batch));
                }
                return method.invoke(session, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
