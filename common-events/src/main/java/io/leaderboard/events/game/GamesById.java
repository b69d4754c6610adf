package io.leaderboard.events.game;

import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Games by id. Immutable: {@link #with} gives another that shares with this one all but the about
 * {@code 2 log2 n} nodes on the way to what changed, so that a view of all games after each edit is
 * cheap. A binary tree balanced by weight: no side is more than three times as heavy as the other.
 */
final class GamesById {
  static final GamesById NONE = new GamesById(null);

  /** How much heavier than the other a side may be (Adams; Hirai and Yamamoto proved 3 and 2). */
  private static final int HEAVIER = 3;

  /** Up to which weight of its inner side, against the outer one, a single rotation is enough. */
  private static final int INNER = 2;

  private record Node(Game game, @Nullable Node left, @Nullable Node right, int size) {
    static Node of(Game game, @Nullable Node left, @Nullable Node right) {
      return new Node(game, left, right, GamesById.size(left) + 1 + GamesById.size(right));
    }
  }

  private final @Nullable Node root;

  private GamesById(@Nullable Node root) {
    this.root = root;
  }

  int size() {
    return size(root);
  }

  @Nullable Game get(String gameId) {
    Node node = root;
    while (node != null) {
      int order = gameId.compareTo(node.game().id());
      if (order == 0) {
        return node.game();
      }
      node = order < 0 ? node.left() : node.right();
    }
    return null;
  }

  /** These and {@code game}, in the place of the one of its id if there is one. */
  GamesById with(Game game) {
    return new GamesById(with(root, game));
  }

  /**
   * Those next to where {@code gameId} stands or would stand, by id: at most {@code most}, about as
   * many on each side.
   */
  Stream<Game> around(String gameId, int most) {
    int first = size() - after(gameId).size() - most / 2;
    Collection<Game> from = first <= 0 ? all() : after(at(first - 1).id());
    return from.stream().limit(most);
  }

  /** The game that so many come before. */
  private Game at(int index) {
    Node node = root;
    int before = index;
    while (node != null) {
      int left = size(node.left());
      if (before == left) {
        return node.game();
      }
      if (before < left) {
        node = node.left();
      } else {
        node = node.right();
        before -= left + 1;
      }
    }
    throw new IndexOutOfBoundsException(index);
  }

  /** All of them, by id. */
  Collection<Game> all() {
    return new View(null);
  }

  /** Those whose ids come after {@code gameId}, by id. */
  Collection<Game> after(String gameId) {
    return new View(gameId);
  }

  private static int size(@Nullable Node node) {
    return node == null ? 0 : node.size();
  }

  private static Node with(@Nullable Node node, Game game) {
    if (node == null) {
      return Node.of(game, null, null);
    }
    int order = game.id().compareTo(node.game().id());
    if (order == 0) {
      return Node.of(game, node.left(), node.right());
    }
    return order < 0
        ? balanced(node.game(), with(node.left(), game), node.right())
        : balanced(node.game(), node.left(), with(node.right(), game));
  }

  /** A node of sides of which one may have become too heavy, by one game. */
  private static Node balanced(Game game, @Nullable Node left, @Nullable Node right) {
    int leftSize = size(left);
    int rightSize = size(right);
    if (leftSize + rightSize > 1) {
      if (right != null && rightSize > HEAVIER * leftSize) {
        return leftwards(game, left, right);
      }
      if (left != null && leftSize > HEAVIER * rightSize) {
        return rightwards(game, left, right);
      }
    }
    return Node.of(game, left, right);
  }

  private static Node leftwards(Game game, @Nullable Node left, Node right) {
    Node inner = right.left();
    if (inner == null || inner.size() < INNER * size(right.right())) {
      return Node.of(right.game(), Node.of(game, left, inner), right.right());
    }
    return Node.of(
        inner.game(),
        Node.of(game, left, inner.left()),
        Node.of(right.game(), inner.right(), right.right()));
  }

  private static Node rightwards(Game game, Node left, @Nullable Node right) {
    Node inner = left.right();
    if (inner == null || inner.size() < INNER * size(left.left())) {
      return Node.of(left.game(), left.left(), Node.of(game, inner, right));
    }
    return Node.of(
        inner.game(),
        Node.of(left.game(), left.left(), inner.left()),
        Node.of(game, inner.right(), right));
  }

  private final class View extends AbstractCollection<Game> {
    private final @Nullable String after;

    View(@Nullable String after) {
      this.after = after;
    }

    @Override
    public int size() {
      int size = 0;
      Node node = root;
      while (node != null) {
        if (isIn(node)) {
          size += GamesById.size(node.right()) + 1;
          node = node.left();
        } else {
          node = node.right();
        }
      }
      return size;
    }

    @Override
    public Iterator<Game> iterator() {
      // Those to come next, each followed by what is right of it; as deep as the tree.
      Deque<Node> next = new ArrayDeque<>();
      pushLeft(root, next);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return !next.isEmpty();
        }

        @Override
        public Game next() {
          Node node = next.pop();
          pushLeft(node.right(), next);
          return node.game();
        }
      };
    }

    private void pushLeft(@Nullable Node from, Deque<Node> next) {
      Node node = from;
      while (node != null) {
        boolean isIn = isIn(node);
        if (isIn) {
          next.push(node);
        }
        node = isIn ? node.left() : node.right();
      }
    }

    private boolean isIn(Node node) {
      return after == null || node.game().id().compareTo(after) > 0;
    }
  }
}
