package io.leaderboard.ingest;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which web pages may call this service from a browser.
 *
 * @param allowedOrigins origins such as {@code https://play.example}, none by default: who writes
 *     scores from a page lets every visitor write any score
 */
@ConfigurationProperties("leaderboard.cors")
record CorsProperties(@DefaultValue List<String> allowedOrigins) {}
