/** OpenAPI documents, made of what the routes of a service tell of themselves. */
@NullMarked
package io.leaderboard.web.openapi;

import org.jspecify.annotations.NullMarked;
