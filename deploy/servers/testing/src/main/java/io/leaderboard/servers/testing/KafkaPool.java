package io.leaderboard.servers.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.KafkaException;

/**
 * Kafkas of this JVM that tests have given back, emptied for the next one: starting one takes
 * seconds of a processor. One that was harmed is not used again. Thread-safe.
 */
final class KafkaPool {
  private static final Duration EMPTIED = Duration.ofSeconds(30);

  private final Queue<DedicatedServer<KafkaAddress>> free = new ConcurrentLinkedQueue<>();

  /** One that holds nothing, which comes back here when it is closed. */
  DedicatedServer<KafkaAddress> take(Supplier<DedicatedServer<KafkaAddress>> start) {
    DedicatedServer<KafkaAddress> known = free.poll();
    return new Lent(known == null ? start.get() : known);
  }

  private static boolean empty(DedicatedServer<KafkaAddress> kafka) {
    long deadline = System.nanoTime() + EMPTIED.toNanos();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", kafka.address().bootstrapServers()))) {
      List<String> groups =
          admin.listGroups().all().get(EMPTIED.toSeconds(), TimeUnit.SECONDS).stream()
              .map(GroupListing::groupId)
              .toList();
      admin.deleteConsumerGroups(groups).all().get(EMPTIED.toSeconds(), TimeUnit.SECONDS);
      admin.deleteTopics(topics(admin)).all().get(EMPTIED.toSeconds(), TimeUnit.SECONDS);
      while (!topics(admin).isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
      return topics(admin).isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      // Somebody is still in a group, or it does not answer: the next test gets another.
      return false;
    }
  }

  private static Set<String> topics(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin.listTopics().names().get(EMPTIED.toSeconds(), TimeUnit.SECONDS);
  }

  private final class Lent implements DedicatedServer<KafkaAddress> {
    private final DedicatedServer<KafkaAddress> server;
    private volatile boolean harmed;
    private volatile boolean closed;

    Lent(DedicatedServer<KafkaAddress> server) {
      this.server = server;
    }

    @Override
    public KafkaAddress address() {
      return server.address();
    }

    @Override
    public void start() {
      server.start();
    }

    @Override
    public void stop() {
      harmed = true;
      server.stop();
    }

    @Override
    public void kill() {
      harmed = true;
      server.kill();
    }

    @Override
    public void pause() {
      harmed = true;
      server.pause();
    }

    @Override
    public void resume() {
      server.resume();
    }

    @Override
    public void wipe() {
      harmed = true;
      server.wipe();
    }

    @Override
    public boolean isServing() {
      return server.isServing();
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      if (!harmed && empty(server)) {
        free.add(server);
      } else {
        server.close();
      }
    }
  }
}
