/**
 * ReadAnswers the {@linkplain io.leaderboard.query.web.ReadRoute hot reads} directly on Reactor
 * Netty when nothing about a request is special; everything else is WebFlux's.
 */
@NullMarked
package io.leaderboard.query.direct;

import org.jspecify.annotations.NullMarked;
