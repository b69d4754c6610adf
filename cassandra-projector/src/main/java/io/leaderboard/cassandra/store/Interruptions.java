package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeStateListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the moments since which Cassandra may hold less than it acknowledged: a node went away or
 * came back (it may have been killed with acknowledged writes that were not on its disk yet), or
 * something was found missing. Whoever relies on acknowledged writes remembers the count. Never
 * goes back; thread-safe.
 */
public final class Interruptions implements NodeStateListener {
  private static final Logger LOG = LoggerFactory.getLogger(Interruptions.class);

  private final AtomicLong count = new AtomicLong();
  // Nodes of a session that could not be opened are others each time.
  private final Set<EndPoint> away = ConcurrentHashMap.newKeySet();

  /** How many there were. */
  public long count() {
    return count.get();
  }

  /** Something that was acknowledged is missing. */
  public void somethingIsMissing() {
    count.incrementAndGet();
  }

  @Override
  public void onDown(Node node) {
    if (away.add(node.getEndPoint())) {
      LOG.warn("The Cassandra node {} is away", node.getEndPoint());
    }
    count.incrementAndGet();
  }

  @Override
  public void onUp(Node node) {
    // Nodes are also announced when the session begins; only one that was away may have lost data.
    if (away.remove(node.getEndPoint())) {
      LOG.info("The Cassandra node {} is back", node.getEndPoint());
      count.incrementAndGet();
    }
  }

  @Override
  public void onAdd(Node node) {
    LOG.info("The Cassandra node {} is new", node.getEndPoint());
  }

  @Override
  public void onRemove(Node node) {
    LOG.info("The Cassandra node {} was removed", node.getEndPoint());
    away.remove(node.getEndPoint());
  }

  /** Nothing to close: it outlives the session that it listens to. */
  @Override
  public void close() {}
}
