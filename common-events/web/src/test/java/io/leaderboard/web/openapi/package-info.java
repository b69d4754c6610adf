/** Holds services to their documents. */
package io.leaderboard.web.openapi;
