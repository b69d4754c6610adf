/** Problem details, routes and bounded input, as all HTTP services answer and read them. */
@NullMarked
package io.leaderboard.web;

import org.jspecify.annotations.NullMarked;
