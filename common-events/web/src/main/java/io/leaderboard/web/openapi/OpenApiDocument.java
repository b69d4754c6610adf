package io.leaderboard.web.openapi;

import io.leaderboard.web.DocumentedRoute;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.web.reactive.function.server.RouterFunction;

/**
 * Makes the document of a service of its routes: of those that were declared with an {@link
 * Operation}, and of nothing else. What the document cannot say truly fails it.
 */
public final class OpenApiDocument implements OpenApiCustomizer {
  private final Info info;
  private final String server;
  private final List<RouterFunction<?>> functions;

  /**
   * @param server where clients find the service, such as {@code https://scores.example.com}
   * @param functions of the service, in any order
   */
  public OpenApiDocument(Info info, String server, List<RouterFunction<?>> functions) {
    this.info = info;
    this.server = server;
    this.functions = List.copyOf(functions);
  }

  @Override
  public void customise(OpenAPI api) {
    Components components = new Components();
    Paths paths = new Paths();
    Set<String> tags = new LinkedHashSet<>();
    for (List<DocumentedRoute> routes : byPath().values()) {
      String path = routes.get(0).pattern();
      PathItem item = new PathItem();
      for (List<DocumentedRoute> each : byMethod(routes).values()) {
        Operation operation = operation(each);
        item.operation(
            PathItem.HttpMethod.valueOf(each.get(0).method().name()),
            new OperationDocument(operation, path, components).make());
        tags.add(operation.tag());
      }
      paths.addPathItem(path, item);
    }
    // What the client took for the host is not repeated.
    api.setServers(
        List.of(
            new Server().url(server).description("As configured"),
            new Server().url("/").description("Where this document is")));
    api.setInfo(info);
    api.setTags(tags.stream().map(tag -> new Tag().name(tag)).toList());
    api.setPaths(paths);
    api.setComponents(components);
  }

  private Map<String, List<DocumentedRoute>> byPath() {
    RouteCollector collector = new RouteCollector();
    functions.forEach(function -> function.accept(collector));
    Map<String, List<DocumentedRoute>> paths = new LinkedHashMap<>();
    for (DocumentedRoute route : collector.routes()) {
      if (route.documentation() != null) {
        paths.computeIfAbsent(route.pattern(), path -> new ArrayList<>()).add(route);
      }
    }
    return paths;
  }

  private static Map<String, List<DocumentedRoute>> byMethod(List<DocumentedRoute> routes) {
    Map<String, List<DocumentedRoute>> methods = new LinkedHashMap<>();
    for (DocumentedRoute route : routes) {
      methods.computeIfAbsent(route.method().name(), method -> new ArrayList<>()).add(route);
    }
    return methods;
  }

  /** The operation that the routes of one path and method share. */
  private static Operation operation(List<DocumentedRoute> routes) {
    if (!(routes.get(0).documentation() instanceof Operation operation)) {
      throw new IllegalStateException(routes + " are documented in another way");
    }
    List<Object> consumed = new ArrayList<>();
    for (DocumentedRoute route : routes) {
      if (route.documentation() != operation) {
        throw new IllegalStateException(routes + " are one operation and have several");
      }
      if (route.consumes() != null) {
        consumed.add(route.consumes());
      }
    }
    if (!consumed.equals(List.copyOf(operation.bodies().keySet()))) {
      throw new IllegalStateException(routes + " do not take what " + operation.id() + " says");
    }
    return operation;
  }
}
