package io.leaderboard.cassandra.archive;

import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Reads {@code final-standings} from the moment the log is open until the service stops. */
public final class ArchiveContainer implements SmartLifecycle {
  /** Longer than a batch in hand takes with Cassandra's time-outs. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(15);

  private final LogView log;
  private final LogProperties logProperties;
  private final ArchiveProperties properties;
  private final Supplier<Store> store;
  private final Interruptions interruptions;
  private final Duration syncMargin;
  private final ArchiveStatus status;
  private @Nullable ArchiveReader reader;
  private boolean running;

  /**
   * @param store the tables; throws when they are not there yet
   */
  public ArchiveContainer(
      LogView log,
      LogProperties logProperties,
      ArchiveProperties properties,
      Supplier<Store> store,
      Interruptions interruptions,
      Duration syncMargin,
      ArchiveStatus status) {
    this.log = log;
    this.logProperties = logProperties;
    this.properties = properties;
    this.store = store;
    this.interruptions = interruptions;
    this.syncMargin = syncMargin;
    this.status = status;
  }

  /** Returns at once; reading begins when the log is open. */
  @Override
  public synchronized void start() {
    running = true;
    status.waitingFor("the log is not open yet");
    var unused = log.settled().thenAccept(this::startReading);
  }

  /** Returns when the batch in hand is done. */
  @Override
  public void stop() {
    ArchiveReader reading;
    synchronized (this) {
      running = false;
      reading = reader;
    }
    if (reading != null) {
      reading.stop(SHUTDOWN);
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  private synchronized void startReading(LogState state) {
    if (!running || !(state instanceof LogState.Open)) {
      return;
    }
    Archives archives = new Archives(store, interruptions, syncMargin, status, System::nanoTime);
    ArchiveReader reading =
        new ArchiveReader(
            new ArchiveTopic(logProperties), logProperties, properties, archives, status);
    reading.start();
    reader = reading;
  }
}
