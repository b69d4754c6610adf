package io.leaderboard.query.web;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which web pages may read.
 *
 * @param allowedOrigins such as {@code https://play.example}; {@code *} for any; never with
 *     credentials
 */
@Validated
@ConfigurationProperties("leaderboard.cors")
public record CorsProperties(
    @DefaultValue("*") @Size(max = 100) List<@NotBlank String> allowedOrigins) {
  public CorsProperties {
    allowedOrigins = List.copyOf(allowedOrigins);
  }
}
